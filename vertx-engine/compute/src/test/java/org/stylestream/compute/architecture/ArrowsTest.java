package org.stylestream.compute.architecture;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

/** The arrows of ARCHITECTURE.md inside compute. */
class ArrowsTest {
  private static final String ROOT = "org.stylestream.compute";

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @Test
  void arrowsGoOneWay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("file")
        .definedBy(ROOT + ".file..")
        .layer("tensor")
        .definedBy(ROOT + ".tensor..")
        .layer("image")
        .definedBy(ROOT + ".image..")
        .layer("network")
        .definedBy(ROOT + ".network..")
        .layer("device")
        .definedBy(ROOT + ".device..")
        .layer("optimizer")
        .definedBy(ROOT + ".optimizer..")
        .layer("objective")
        .definedBy(ROOT + ".objective..")
        .layer("preset")
        .definedBy(ROOT + ".preset..")
        .layer("run")
        .definedBy(ROOT + ".run..")
        .layer("flow")
        .definedBy(ROOT + ".flow..")
        .layer("transfer")
        .definedBy(ROOT + ".transfer..")
        .layer("dream")
        .definedBy(ROOT + ".dream..")
        .layer("features")
        .definedBy(ROOT + ".features..")
        .layer("store")
        .definedBy(ROOT + ".store..")
        .layer("band")
        .definedBy(ROOT + ".band..")
        .layer("cpu")
        .definedBy(ROOT + ".cpu..")
        .whereLayer("cpu")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("band")
        .mayOnlyBeAccessedByLayers("cpu")
        .whereLayer("store")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("flow")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("transfer")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("dream")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("features")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("run")
        .mayOnlyBeAccessedByLayers("transfer", "dream")
        .whereLayer("preset")
        .mayOnlyBeAccessedByLayers("transfer", "dream")
        .whereLayer("objective")
        .mayOnlyBeAccessedByLayers("run", "transfer", "dream")
        .whereLayer("optimizer")
        .mayOnlyBeAccessedByLayers("preset", "run", "transfer", "dream")
        .whereLayer("device")
        .mayOnlyBeAccessedByLayers(
            "optimizer",
            "objective",
            "preset",
            "run",
            "transfer",
            "dream",
            "features",
            "band",
            "cpu",
            "flow",
            "store")
        .whereLayer("image")
        .mayOnlyBeAccessedByLayers("objective", "run", "transfer", "dream", "features", "flow")
        .check(classes);
  }

  @Test
  void thereAreNoCycles() {
    SlicesRuleDefinition.slices()
        .matching(ROOT + ".(*)..")
        .should()
        .beFreeOfCycles()
        .check(classes);
  }

  @Test
  void computeKnowsOnlyArrays() {
    ArchRuleDefinition.noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.awt..", "javax.imageio..", "io.vertx..", "ij..", "org.scijava..", "picocli..")
        .check(classes);
  }

  @Test
  void onlyTheVectorPackageNeedsTheIncubatingModule() {
    ArchRuleDefinition.noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".cpu.vector..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jdk.incubator..")
        .check(classes);
  }
}
