package org.stylestream.compute.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.compute.optimizer.AdamSettings;
import org.stylestream.compute.optimizer.EpsilonForm;
import org.stylestream.compute.optimizer.GradientDescentSettings;
import org.stylestream.compute.optimizer.LbfgsSettings;
import org.stylestream.compute.optimizer.OptimizerSettings;
import org.stylestream.compute.preset.ContentReconstruction;
import org.stylestream.compute.preset.PresetOverrides;
import org.stylestream.compute.preset.Presets;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.compute.preset.StylePreset;
import org.stylestream.compute.preset.TextureSynthesis;
import org.stylestream.compute.run.Checkpoint;
import org.stylestream.compute.run.Checkpointing;
import org.stylestream.compute.run.Run;
import org.stylestream.compute.run.RunResult;
import org.stylestream.compute.testing.Goldens;
import org.stylestream.compute.testing.RelativeError;
import org.stylestream.compute.testing.SavedCheckpoints;
import org.stylestream.compute.testing.TestDevices;

/** Content reconstruction and texture synthesis: runs with one of the two losses. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OneSidedTransferTest {
  private final Device device = TestDevices.open("cpu");
  private final Goldens goldens = Goldens.tiny();
  private final NetworkWeights weights = TestDevices.weights(goldens);

  @AfterAll
  void closeDevice() {
    device.close();
  }

  static Stream<OptimizerSettings> optimizers() {
    return Stream.of(
        LbfgsSettings.DEFAULT,
        new AdamSettings(5, 0.99, 0.999, 1e-8, EpsilonForm.PAPER),
        new GradientDescentSettings(50, 0.9, 2));
  }

  private static StylePreset changed(
      StylePreset preset, OptimizerSettings optimizer, int iterations) {
    return new PresetOverrides(
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.of(optimizer),
            Optional.empty(),
            Optional.of(new SizeRule.LongSide(48)),
            OptionalInt.of(iterations))
        .apply(preset);
  }

  private StyleTransferJob reconstruction(OptimizerSettings optimizer, int iterations) {
    return new StyleTransferJob(
        goldens.content(),
        List.of(),
        changed(ContentReconstruction.PRESET, optimizer, iterations),
        Optional.empty(),
        7);
  }

  private StyleTransferJob texture(String preset, OptimizerSettings optimizer, int iterations) {
    StylePreset changed = changed(Presets.named(preset), optimizer, iterations);
    return new StyleTransferJob(
        goldens.style(),
        List.of(new StyleImage(goldens.style(), 1)),
        TextureSynthesis.of(changed, 40, 56),
        Optional.empty(),
        7);
  }

  private RunResult run(StyleTransferJob job, Checkpointing checkpointing) {
    try (StyleTransfer transfer = new StyleTransfer(device, weights, job)) {
      return new Run(device, transfer.plan(), iteration -> {}, checkpointing, Cancellation.NEVER)
          .start(transfer.start());
    }
  }

  private RunResult resumed(StyleTransferJob job, Checkpoint checkpoint) {
    try (StyleTransfer transfer = new StyleTransfer(device, weights, job)) {
      return new Run(
              device, transfer.plan(), iteration -> {}, Checkpointing.NONE, Cancellation.NEVER)
          .resume(checkpoint);
    }
  }

  @Test
  void reconstructionFromNoiseFindsThePictureAgain() {
    StylePreset shallow =
        new PresetOverrides(
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                List.of("block1_conv2"),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new SizeRule.LongSide(48)),
                OptionalInt.of(80))
            .apply(ContentReconstruction.PRESET);
    StyleTransferJob job =
        new StyleTransferJob(goldens.content(), List.of(), shallow, Optional.empty(), 7);
    RunResult result = run(job, Checkpointing.NONE);
    double first = result.losses().get(0).total();
    double last = result.losses().get(result.losses().size() - 1).total();
    assertThat(last).isLessThan(0.1 * first);
  }

  @Test
  void aTextureHasTheSizeAskedForAndTheStylesGramMatrices() {
    RunResult result = run(texture("gatys", LbfgsSettings.DEFAULT, 60), Checkpointing.NONE);
    assertThat(result.image().height()).isEqualTo(40);
    assertThat(result.image().width()).isEqualTo(56);
    List<Double> totals = result.losses().stream().map(loss -> loss.term("style")).toList();
    assertThat(totals.get(totals.size() - 1)).isLessThan(0.2 * totals.get(0));
  }

  /** Twice the style has its Gram matrices twice over: nothing is left for a texture to do. */
  @ParameterizedTest
  @MethodSource("presetIds")
  void theStyleBesideItselfIsAlreadyItsTexture(String preset) {
    Image style = smooth(64, 64);
    Image twice = beside(style, style);
    StylePreset shallow =
        new PresetOverrides(
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                List.of(),
                List.of("block1_conv1", "block2_conv1"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty())
            .apply(Presets.named(preset));
    StylePreset texture = TextureSynthesis.of(shallow, 64, 128);
    double loss = style(texture, style, twice);
    double other = style(texture, style, goldens.point());
    assertThat(loss).isLessThan(0.02 * other);
  }

  static Stream<String> presetIds() {
    return Stream.of("stylestream", "chollet-book", "gatys", "anishathalye");
  }

  private double style(StylePreset preset, Image style, Image at) {
    StyleTransferJob job =
        new StyleTransferJob(at, List.of(new StyleImage(style, 1)), preset, Optional.empty(), 1);
    return StyleEvaluation.of(device, weights, job, at, false, Cancellation.NEVER)
        .loss()
        .term("style");
  }

  /** Waves whose period divides the sides, so that copies fit together. */
  private static Image smooth(int height, int width) {
    float[] pixels = new float[height * width * Image.CHANNELS];
    for (int i = 0; i < pixels.length; i++) {
      double x = i / 3 % width;
      double y = i / 3 / width;
      pixels[i] =
          (float)
              (128
                  + 60 * Math.sin(2 * Math.PI * x / 16 + i % 3)
                  + 50 * Math.cos(2 * Math.PI * (x + y) / 32));
    }
    return new Image(height, width, pixels);
  }

  private static Image beside(Image left, Image right) {
    int row = left.width() * Image.CHANNELS;
    float[] pixels = new float[2 * left.pixels().length];
    for (int y = 0; y < left.height(); y++) {
      System.arraycopy(left.pixels(), y * row, pixels, 2 * y * row, row);
      System.arraycopy(right.pixels(), y * row, pixels, (2 * y + 1) * row, row);
    }
    return new Image(left.height(), 2 * left.width(), pixels);
  }

  /** The content loss of a reconstruction is that of any preset with the same layer and form. */
  @Test
  void itsGradientIsPyTorchs() {
    StylePreset johnson =
        new PresetOverrides(
                OptionalDouble.of(5),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty())
            .apply(ContentReconstruction.PRESET);
    StyleTransferJob job =
        new StyleTransferJob(goldens.content(), List.of(), johnson, Optional.empty(), 1);
    StyleEvaluation found =
        StyleEvaluation.of(device, weights, job, goldens.point(), false, Cancellation.NEVER);
    assertThat(
            RelativeError.of(
                found.gradients().get("gradient"), goldens.floats("gradient/johnson/content")))
        .isLessThan(1e-4);
    assertThat(found.loss().terms()).hasSize(1);
    assertThat(found.loss().total())
        .isCloseTo(
            goldens.losses().get("johnson").get("content").asDouble(),
            within(1e-4 * found.loss().total()));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void resumedTheyEndBitForBitTheSame(OptimizerSettings optimizer, @TempDir Path folder) {
    for (StyleTransferJob job :
        List.of(reconstruction(optimizer, 5), texture("stylestream", optimizer, 6))) {
      SavedCheckpoints checkpoints = new SavedCheckpoints(folder);
      RunResult unbroken = run(job, new Checkpointing(1, false, checkpoints, Map.of()));
      assertThat(checkpoints.all()).isNotEmpty();
      for (Checkpoint checkpoint : checkpoints.all()) {
        RunResult resumed = resumed(job, checkpoint);
        assertThat(resumed.image().pixels()).isEqualTo(unbroken.image().pixels());
        assertThat(resumed.losses()).isEqualTo(unbroken.losses());
      }
    }
  }
}
