package org.stylestream.compute.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.stylestream.compute.network.NetworkTopology;
import org.stylestream.compute.network.Pooling;
import org.stylestream.compute.optimizer.AdamSettings;
import org.stylestream.compute.optimizer.EpsilonForm;

class PresetsTest {
  @Test
  void thereAreAllThatTheReadmeNames() {
    assertThat(Presets.all())
        .extracting(StylePreset::id)
        .containsExactly(
            "stylestream",
            "keras",
            "keras-lbfgs",
            "chollet-book",
            "styleflow",
            "tf-blog",
            "tf-tutorial",
            "widium",
            "gatys",
            "johnson",
            "leongatys",
            "anishathalye",
            "crowsonkb");
    assertThat(Presets.all().get(0).id()).isEqualTo(Presets.DEFAULT_ID);
  }

  @Test
  void everyConstantNamesItsSource() {
    for (StylePreset preset : Presets.all()) {
      assertThat(preset.source()).as(preset.id()).isNotBlank();
      assertThat(preset.content().source()).as(preset.id()).isNotBlank();
      assertThat(preset.style().source()).as(preset.id()).isNotBlank();
      assertThat(preset.runSource()).as(preset.id()).isNotBlank();
      preset.variation().ifPresent(loss -> assertThat(loss.source()).isNotBlank());
    }
  }

  @Test
  void everyLayerIsOneOfVgg19s() {
    Set<String> layers = new HashSet<>();
    for (StylePreset preset : Presets.all()) {
      layers.addAll(preset.content().layers().keySet());
      layers.addAll(preset.style().layers().keySet());
    }
    assertThat(NetworkTopology.layerNames()).containsAll(layers);
  }

  @Test
  void leongatysRunsAt512AndThenAt800() {
    StylePreset preset = Presets.named("leongatys");
    SizeRule.Size size = preset.size().apply(600, 900);
    assertThat(size).isEqualTo(new SizeRule.Size(800, 1200));
    assertThat(size.times(preset.stages().get(0).scale(), 16))
        .isEqualTo(new SizeRule.Size(512, 768));
  }

  @Test
  void constantsOnTheUnitScaleAreConvertedToPixels() {
    // x' = 255·x has gradients 255 times smaller: Adam's α grows, its ε shrinks.
    assertThat(Presets.named("tf-tutorial").canonicalOptimizer())
        .isEqualTo(new AdamSettings(0.02 * 255, 0.99, 0.999, 0.1 / 255, EpsilonForm.KERAS));
  }

  @Test
  void scalesInStepsOfRootTwoBeginAt128() {
    StylePreset preset = Presets.named("crowsonkb");

    assertThat(longSides(preset, 512)).containsExactly(128, 181, 256, 362, 512);
    assertThat(longSides(preset, 700)).containsExactly(175, 247, 350, 495, 700);
    assertThat(longSides(preset, 100)).containsExactly(100);
    assertThat(Scales.of(preset, new SizeRule.Size(90, 200)))
        .extracting(StageSettings::iterations)
        .containsExactly(1000, 500);
    assertThat(Scales.of(preset, 3))
        .containsExactly(
            new StageSettings(0.5, 1000),
            new StageSettings(Math.sqrt(0.5), 500),
            new StageSettings(1, 500));
  }

  private static List<Integer> longSides(StylePreset preset, int side) {
    SizeRule.Size size = new SizeRule.Size(side, side / 2);
    return Scales.of(preset, size).stream()
        .map(stage -> size.times(stage.scale(), 16).height())
        .toList();
  }

  @Test
  void unknownPresetsAreRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> Presets.named("monet"))
        .hasMessageContaining("monet")
        .hasMessageContaining("chollet-book");
  }

  @Test
  void everythingCanBeOverridden() {
    PresetOverrides overrides =
        new PresetOverrides(
            OptionalDouble.of(7),
            OptionalDouble.of(8),
            OptionalDouble.of(9),
            List.of("conv4_2"),
            List.of("relu1_1", "block3_conv1"),
            Optional.of(Pooling.AVERAGE),
            Optional.of(new AdamSettings(1, 0.9, 0.999, 1e-8, EpsilonForm.PAPER)),
            Optional.of(new InitialImage.Style()),
            Optional.of(SizeRule.parse("h100")),
            OptionalInt.of(30));
    StylePreset preset = overrides.apply(Presets.named("gatys"));
    assertThat(preset.content().weight()).isEqualTo(7);
    assertThat(preset.content().layers()).containsOnlyKeys("block4_conv2");
    assertThat(preset.style().weight()).isEqualTo(8);
    assertThat(preset.style().layers())
        .containsEntry("block1_conv1", 0.5)
        .containsEntry("block3_conv1", 0.5)
        .hasSize(2);
    assertThat(preset.variation()).get().extracting(VariationLoss::weight).isEqualTo(9.0);
    assertThat(preset.pooling()).isEqualTo(Pooling.AVERAGE);
    assertThat(preset.optimizer()).isInstanceOf(AdamSettings.class);
    assertThat(preset.initial()).isInstanceOf(InitialImage.Style.class);
    assertThat(preset.size()).isEqualTo(new SizeRule.Height(100));
    assertThat(preset.iterations()).isEqualTo(30);
  }

  @Test
  void styleLayersShareThePresetsSumByTheirWeights() {
    PresetOverrides overrides =
        new PresetOverrides(
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            List.of(),
            List.of("conv1_1", "conv2_1", "conv3_1"),
            List.of(3.0, 0.0, 1.0),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty());

    assertThat(overrides.apply(Presets.named("johnson")).style().layers())
        .containsEntry("block1_conv1", 3.75)
        .containsEntry("block3_conv1", 1.25)
        .hasSize(2);
  }

  @Test
  void nothingOverriddenChangesNothing() {
    for (StylePreset preset : Presets.all()) {
      assertThat(PresetOverrides.none().apply(preset)).isEqualTo(preset);
    }
  }

  @Test
  void iterationsAreSharedOutAmongStages() {
    List<StageSettings> stages = List.of(new StageSettings(0.5, 100), new StageSettings(1, 50));
    assertThat(Stages.share(stages, 30))
        .containsExactly(new StageSettings(0.5, 20), new StageSettings(1, 10));
    assertThat(Stages.share(stages, 1)).containsExactly(new StageSettings(1, 1));
    assertThat(Stages.share(stages, 1000))
        .extracting(StageSettings::iterations)
        .containsExactly(666, 334);
  }

  @Test
  void weightsMustBeNumbersFromZeroUp() {
    for (double weight : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(
              () ->
                  new PresetOverrides(
                      OptionalDouble.of(weight),
                      OptionalDouble.empty(),
                      OptionalDouble.empty(),
                      List.of(),
                      List.of(),
                      Optional.empty(),
                      Optional.empty(),
                      Optional.empty(),
                      Optional.empty(),
                      OptionalInt.empty()))
          .hasMessageContaining("content weight");
    }
  }
}
