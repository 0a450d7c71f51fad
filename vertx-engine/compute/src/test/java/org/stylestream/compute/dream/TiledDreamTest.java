package org.stylestream.compute.dream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.Tiling;
import org.stylestream.compute.device.Vector;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.network.NetworkTopology;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.compute.objective.Loss;
import org.stylestream.compute.objective.Objective;
import org.stylestream.compute.preset.DreamPresets;
import org.stylestream.compute.preset.DreamSettings;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.compute.testing.Networks;
import org.stylestream.compute.testing.RelativeError;
import org.stylestream.compute.testing.TestDevices;

/** In bands, the loss and the gradient of a dream on the whole image. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TiledDreamTest {
  private static final double TOLERANCE = 1e-4;

  /** Of these bands none divides the height of all blocks. */
  private static final List<Tiling> TILINGS = List.of(new Tiling(8, true), new Tiling(32, false));

  private final Device device = TestDevices.open("cpu");
  private final NetworkWeights weights = Networks.random("block5_conv4", 4, 6, 10, 12, 14);

  @AfterAll
  void closeDevice() {
    device.close();
  }

  Stream<Arguments> dreams() {
    Image guide = image(50, 60);
    return Stream.concat(
        DreamPresets.all().stream()
            .map(preset -> Arguments.of(preset.id(), preset.settings(), Optional.empty())),
        Stream.of(
            Arguments.of("filters", settings(List.of(0, 3)), Optional.empty()),
            Arguments.of("guide", settings(List.of()), Optional.of(guide)),
            Arguments.of("filters of a guide", settings(List.of(1, 2)), Optional.of(guide))));
  }

  private static DreamSettings settings(List<Integer> filters) {
    return new DreamSettings(
        Map.of("block1_conv2", 0.5, "block3_conv1", 1.0, "block4_conv3", 2.0),
        filters,
        new SizeRule.Native(),
        1,
        1.4,
        1,
        1,
        OptionalDouble.empty(),
        3,
        0.1,
        0.02);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dreams")
  void aDreamIsTheSameInBands(String name, DreamSettings settings, Optional<Image> guide) {
    for (int[] size : new int[][] {{149, 83}, {166, 81}}) {
      Image content = image(size[0], size[1]);
      DreamSettings one = withOneOctave(settings);
      try (DeepDream dream =
          new DeepDream(device, weights, new DeepDreamJob(content, one, guide, 2))) {
        Evaluation whole = evaluation(dream, content, Tiling.WHOLE);
        for (Tiling tiling : TILINGS) {
          assertSame(evaluation(dream, content, tiling), whole, tiling);
        }
      }
    }
  }

  private static DreamSettings withOneOctave(DreamSettings own) {
    return new DreamSettings(
        own.layers(),
        own.filters(),
        new SizeRule.Native(),
        1,
        own.octaveScale(),
        own.steps(),
        own.stepSize(),
        own.maximumLoss(),
        own.jitter(),
        own.variationWeight(),
        own.pixelWeight());
  }

  private record Evaluation(Loss loss, float[] gradient) {}

  private Evaluation evaluation(DeepDream dream, Image at, Tiling tiling) {
    try (Objective objective =
            dream.plan(List.of(tiling)).stages().get(0).open(Cancellation.NEVER);
        Vector image = device.vector(at.pixels().length);
        Vector gradient = device.vector(at.pixels().length)) {
      image.write(at.pixels());
      Loss loss = objective.evaluate(image, gradient, Cancellation.NEVER);
      float[] slopes = new float[gradient.length()];
      gradient.read(slopes);
      return new Evaluation(loss, slopes);
    }
  }

  private static void assertSame(Evaluation tiled, Evaluation whole, Tiling tiling) {
    for (Loss.Term term : whole.loss().terms()) {
      assertThat(tiled.loss().term(term.name()))
          .as("%s %s", term.name(), tiling.text())
          .isCloseTo(term.value(), within(TOLERANCE * Math.abs(term.value())));
    }
    assertThat(RelativeError.of(tiled.gradient(), whole.gradient()))
        .as(tiling.text())
        .isLessThan(TOLERANCE);
  }

  private static Image image(int height, int width) {
    return new Image(height, width, Networks.image(height, width));
  }

  @Test
  void largeOctavesAreGoneThroughInBandsAndSmallOnesWhole() {
    DreamSettings settings = DreamPresets.named("creatures").settings().at(new SizeRule.Native());
    NetworkTopology topology = weights.topology();
    SizeRule.Size size = new SizeRule.Size(2048, 2048);
    long least = DeepDream.memoryNeeded(device, topology, settings, size, false);

    List<Tiling> tilings = DeepDream.tilings(device, topology, settings, size, false, 2 * least);

    assertThat(tilings).hasSize(settings.octaves());
    assertThat(tilings.get(0)).isEqualTo(Tiling.WHOLE);
    assertThat(tilings.get(settings.octaves() - 1)).isNotEqualTo(Tiling.WHOLE);
  }

  @Test
  void aGuideKeepsItsLayersWhole() {
    SizeRule.Size size = new SizeRule.Size(1024, 1024);
    NetworkTopology topology = weights.topology();
    DreamSettings settings = settings(List.of());
    long maps = 0;
    for (String name : settings.layers().keySet()) {
      maps +=
          NetworkTopology.positions(topology.layer(name), 1024, 1024)
              * topology.layer(name).outputs();
    }

    long unguided = DeepDream.memoryNeeded(device, topology, settings, size, false);
    long guided = DeepDream.memoryNeeded(device, topology, settings, size, true);

    assertThat(guided - unguided).isEqualTo(4 * Float.BYTES * maps);
  }
}
