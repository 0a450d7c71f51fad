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
    return new PresetChanges(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(optimizer),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
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
