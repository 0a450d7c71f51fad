package org.stylestream.imagej.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may know whom; ARCHITECTURE.md draws it. */
class ArrowsTest {
  private static JavaClasses classes;

  @BeforeAll
  static void read() {
    classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.stylestream.imagej");
  }

  @Test
  void optionsKnowNeitherImageJNorSciJava() {
    noClasses()
        .that()
        .resideInAPackage("..imagej.options..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("ij..", "org.scijava..", "java.awt..")
        .check(classes);
  }

  @Test
  void arrowsGoOneWay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("command")
        .definedBy("..imagej.command..")
        .layer("dialog")
        .definedBy("..imagej.dialog..")
        .layer("live")
        .definedBy("..imagej.live..")
        .layer("save")
        .definedBy("..imagej.save..")
        .layer("job")
        .definedBy("..imagej.job..")
        .layer("picture")
        .definedBy("..imagej.picture..")
        .layer("engine")
        .definedBy("..imagej.engine..")
        .whereLayer("dialog")
        .mayOnlyBeAccessedByLayers("command")
        .whereLayer("live")
        .mayOnlyBeAccessedByLayers("command")
        .whereLayer("save")
        .mayOnlyBeAccessedByLayers("command")
        .whereLayer("job")
        .mayOnlyBeAccessedByLayers("command")
        .whereLayer("picture")
        .mayOnlyBeAccessedByLayers("command", "dialog", "live", "job")
        .whereLayer("engine")
        .mayOnlyBeAccessedByLayers("command", "job")
        .check(classes);
  }
}
