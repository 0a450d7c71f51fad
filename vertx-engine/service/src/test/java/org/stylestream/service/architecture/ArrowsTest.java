package org.stylestream.service.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.junit.jupiter.api.Test;
import org.stylestream.service.engine.EngineCounters;
import org.stylestream.service.engine.EngineView;

/** The arrows of ARCHITECTURE.md between modules, and inside service. */
class ArrowsTest {
  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.stylestream");

  @Test
  void arrowsGoOneWay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("compute")
        .definedBy("org.stylestream.compute..")
        .layer("protocol")
        .definedBy("org.stylestream.protocol..")
        .layer("job")
        .definedBy("org.stylestream.service.job..")
        .layer("engine")
        .definedBy("org.stylestream.service.engine..")
        .layer("picture")
        .definedBy("org.stylestream.service.picture..")
        .layer("cluster")
        .definedBy("org.stylestream.service.cluster..")
        .layer("watch")
        .definedBy("org.stylestream.service.watch..")
        .layer("cli")
        .definedBy("org.stylestream.service.cli..")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("watch")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("cluster")
        .mayNotAccessAnyLayer()
        .whereLayer("picture")
        .mayOnlyBeAccessedByLayers("watch", "cli")
        .whereLayer("engine")
        .mayOnlyBeAccessedByLayers("watch", "cli")
        .whereLayer("job")
        .mayOnlyBeAccessedByLayers("engine", "cli")
        .whereLayer("protocol")
        .mayOnlyBeAccessedByLayers("job", "engine", "watch", "cli")
        .whereLayer("compute")
        .mayOnlyBeAccessedByLayers("picture", "job", "engine", "watch", "cli")
        .check(classes);
  }

  @Test
  void arrowsInTheCommandLineGoOneWay() {
    String cli = "org.stylestream.service.cli";
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("program")
        .definedBy(cli)
        .layer("command")
        .definedBy(cli + ".command..")
        .layer("uses")
        .definedBy(cli + ".batch..", cli + ".compare..", cli + ".plugin..", cli + ".serve..")
        .layer("run")
        .definedBy(cli + ".run..")
        .layer("option")
        .definedBy(cli + ".option..")
        .layer("terminal")
        .definedBy(cli + ".terminal..")
        .whereLayer("program")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("command")
        .mayOnlyBeAccessedByLayers("program")
        .whereLayer("uses")
        .mayOnlyBeAccessedByLayers("command")
        .whereLayer("run")
        .mayOnlyBeAccessedByLayers("command", "uses")
        .whereLayer("option")
        .mayOnlyBeAccessedByLayers("program", "command", "uses", "run")
        .whereLayer("terminal")
        .mayOnlyBeAccessedByLayers("program", "command", "uses", "run", "option")
        .check(classes);
  }

  @Test
  void nobodyDependsOnADevice() {
    ArchRuleDefinition.noClasses()
        .that()
        .resideOutsideOfPackage("org.stylestream.compute.cpu..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.stylestream.compute.cpu..")
        .check(classes);
  }

  @Test
  void jobsKnowNoEventBus() {
    ArchRuleDefinition.noClasses()
        .that()
        .resideInAPackage("org.stylestream.service.job..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx..")
        .check(classes);
  }

  @Test
  void onlyTheCommandLineKnowsPicocli() {
    ArchRuleDefinition.noClasses()
        .that()
        .resideOutsideOfPackage("org.stylestream.service.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("picocli..")
        .check(classes);
  }

  @Test
  void onlyTheClusterKnowsItsManagers() {
    ArchRuleDefinition.noClasses()
        .that()
        .resideOutsideOfPackage("org.stylestream.service.cluster..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.hazelcast..", "org.infinispan..", "org.jgroups..")
        .check(classes);
  }

  @Test
  void watchersKnowAnEngineByItsViewOnly() {
    ArchRuleDefinition.noClasses()
        .that()
        .resideInAPackage("org.stylestream.service.watch..")
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAPackage("org.stylestream.service.engine..")
                .and(
                    not(
                        JavaClass.Predicates.belongToAnyOf(
                            EngineView.class, EngineCounters.class))))
        .check(classes);
  }

  @Test
  void clientsKnowTheWireAndNoEngine() {
    ArchRuleDefinition.noClasses()
        .that()
        .resideInAPackage("org.stylestream.service.client..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.stylestream.service.engine..",
            "org.stylestream.service.watch..",
            "org.stylestream.service.picture..",
            "org.stylestream.service.cli..")
        .check(classes);
  }
}
