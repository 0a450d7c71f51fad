package org.stylestream.service.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.stylestream.compute.network.Pooling;
import org.stylestream.compute.optimizer.AdamSettings;
import org.stylestream.compute.optimizer.GradientDescentSettings;
import org.stylestream.compute.optimizer.LbfgsSettings;
import org.stylestream.compute.preset.InitialImage;
import org.stylestream.compute.preset.Presets;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.compute.preset.StageSettings;
import org.stylestream.compute.preset.StylePreset;
import org.stylestream.protocol.job.OptimizerChange;
import org.stylestream.protocol.job.PresetChanges;
import org.stylestream.protocol.job.Start;

class PresetChangesMappingTest {
  private final PresetChangesMapping mapping = new PresetChangesMapping(ChangeNames.WIRE);

  @Test
  void nothingChangedIsThePreset() {
    for (StylePreset preset : Presets.all()) {
      assertThat(mapping.apply(preset, PresetChanges.NONE)).isEqualTo(preset);
    }
  }

  @Test
  void everyChangeIsMade() {
    PresetChanges changes =
        new PresetChanges(
            Optional.of(2.0),
            Optional.of(3.0),
            Optional.of(4.0),
            Optional.of(List.of("block3_conv2")),
            Optional.of(List.of("block1_conv1", "block2_conv1")),
            Optional.of(org.stylestream.protocol.job.Pooling.AVERAGE),
            Optional.empty(),
            Optional.of(Start.STYLE),
            Optional.of("h400"),
            Optional.of(77));
    StylePreset changed = mapping.apply(Presets.named("gatys"), changes);
    assertThat(changed.content().weight()).isEqualTo(2);
    assertThat(changed.content().layers()).containsOnlyKeys("block3_conv2");
    assertThat(changed.style().weight()).isEqualTo(3);
    assertThat(changed.style().layers()).containsOnlyKeys("block1_conv1", "block2_conv1");
    assertThat(changed.variation().orElseThrow().weight()).isEqualTo(4);
    assertThat(changed.pooling()).isEqualTo(Pooling.AVERAGE);
    assertThat(changed.initial()).isEqualTo(new InitialImage.Style());
    assertThat(changed.size()).isEqualTo(new SizeRule.Height(400));
    assertThat(changed.iterations()).isEqualTo(77);
  }

  @Test
  void anOptimiserIsChangedOrTuned() {
    for (StylePreset preset : Presets.all()) {
      assertThat(changed(preset, OptimizerChange.Kind.LBFGS, Optional.empty(), Optional.of(7)))
          .isInstanceOfSatisfying(
              LbfgsSettings.class, lbfgs -> assertThat(lbfgs.memory()).isEqualTo(7));
      assertThat(changed(preset, OptimizerChange.Kind.ADAM, Optional.of(0.5), Optional.empty()))
          .isInstanceOfSatisfying(
              AdamSettings.class, adam -> assertThat(adam.learningRate()).isEqualTo(0.5));
      assertThat(
              changed(
                  preset,
                  OptimizerChange.Kind.GRADIENT_DESCENT,
                  Optional.of(0.25),
                  Optional.empty()))
          .isInstanceOfSatisfying(
              GradientDescentSettings.class,
              descent -> assertThat(descent.learningRate()).isEqualTo(0.25));
    }
  }

  private Object changed(
      StylePreset preset,
      OptimizerChange.Kind kind,
      Optional<Double> rate,
      Optional<Integer> memory) {
    return mapping
        .apply(preset, with(new OptimizerChange(Optional.of(kind), rate, memory)))
        .optimizer();
  }

  private static PresetChanges with(OptimizerChange optimizer) {
    return PresetChanges.NONE.withOptimizer(optimizer);
  }

  @Test
  void aLargePictureIsMadeCoarseToFine() {
    StylePreset own = Presets.named("stylestream");
    SizeRule.Size content = new SizeRule.Size(3000, 4000);

    assertThat(mapping.apply(own, PresetChanges.NONE, content).stages()).isEqualTo(own.stages());
    assertThat(mapping.apply(own, PresetChanges.NONE.withSize("700"), content).stages())
        .isEqualTo(own.stages());
    assertThat(mapping.apply(own, PresetChanges.NONE.withSize("2048"), content).stages())
        .extracting(StageSettings::scale)
        .containsExactly(0.125, 0.25, 0.5, 1.0);
    PresetChanges native16 = PresetChanges.NONE.withSize("native").withIterations(100);
    assertThat(mapping.apply(own, native16, content).stages())
        .as("sizes from 250 pixels on, with as many iterations as were asked for")
        .hasSize(5)
        .extracting(StageSettings::iterations)
        .satisfies(all -> assertThat(all.stream().mapToInt(n -> n).sum()).isEqualTo(100));
  }

  @Test
  void aPresetWithStepsOfItsOwnKeepsToThem() {
    StylePreset own = Presets.named("crowsonkb");
    SizeRule.Size content = new SizeRule.Size(300, 400);

    assertThat(mapping.apply(own, PresetChanges.NONE.withSize("256"), content).stages())
        .containsExactly(
            new StageSettings(0.5, 1000),
            new StageSettings(181 / 256.0, 500),
            new StageSettings(1, 500));
    assertThat(mapping.apply(own, scales(1), content).stages())
        .containsExactly(new StageSettings(1, 1000));
  }

  @Test
  void aPictureIsMadeAtAsManyScalesAsAreAskedFor() {
    StylePreset own = Presets.named("stylestream");
    SizeRule.Size content = new SizeRule.Size(300, 400);

    assertThat(mapping.apply(own, scales(1), content).stages())
        .containsExactly(new StageSettings(1, own.iterations()));
    assertThat(mapping.apply(own, scales(4), content).stages())
        .extracting(StageSettings::scale)
        .containsExactly(0.125, 0.25, 0.5, 1.0);
    assertThatThrownBy(() -> mapping.apply(own, scales(9), content))
        .hasMessage("a picture can't be made at 9 scales; their number must be 1 to 8");
  }

  private static PresetChanges scales(int count) {
    return new PresetChanges(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(count));
  }

  @Test
  void whatMakesNoSenseIsRefusedByTheNamesThatTheUserKnows() {
    PresetChangesMapping commandLine =
        new PresetChangesMapping(
            new ChangeNames("--optimizer", "--learning-rate", "--memory", "--size"));
    StylePreset lbfgs = Presets.named("gatys");
    assertThatThrownBy(
            () ->
                commandLine.apply(
                    lbfgs,
                    with(
                        new OptimizerChange(Optional.empty(), Optional.of(1.0), Optional.empty()))))
        .hasMessage(
            "--learning-rate has no meaning for lbfgs, which finds its own steps; use it with"
                + " --optimizer adam or gradient-descent");
    assertThatThrownBy(
            () -> changed(lbfgs, OptimizerChange.Kind.ADAM, Optional.empty(), Optional.of(3)))
        .hasMessage("memory has a meaning only with optimizer lbfgs");
    assertThatThrownBy(
            () ->
                changed(
                    lbfgs,
                    OptimizerChange.Kind.GRADIENT_DESCENT,
                    Optional.empty(),
                    Optional.empty()))
        .hasMessageStartingWith("optimizer gradient-descent needs a learningRate");
  }
}
