package org.stylestream.protocol.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.junit.jupiter.api.Test;

/** What protocols may depend on. */
class ArrowsTest {
  private static final String ROOT = "org.stylestream.protocol";

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @Test
  void protocolsNeedsJacksonBuffersAndTheJdkAlone() {
    ArchRuleDefinition.classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            ROOT + "..", "java..", "com.fasterxml.jackson..", "io.vertx.core.buffer..")
        .check(classes);
  }

  @Test
  void onlyTheRecordsPackageKnowsJackson() {
    ArchRuleDefinition.noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".record..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.fasterxml.jackson..")
        .check(classes);
  }

  @Test
  void readingAndWritingKnowNoMessage() {
    ArchRuleDefinition.noClasses()
        .that()
        .resideInAPackage(ROOT + ".record..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            ROOT, ROOT + ".job..", ROOT + ".event..", ROOT + ".message..", ROOT + ".frame..")
        .check(classes);
  }
}
