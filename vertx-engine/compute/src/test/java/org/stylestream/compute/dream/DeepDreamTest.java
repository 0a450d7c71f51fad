package org.stylestream.compute.dream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.Vector;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Resampler;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.compute.objective.Objective;
import org.stylestream.compute.preset.DreamSettings;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.compute.run.Checkpoint;
import org.stylestream.compute.run.Checkpointing;
import org.stylestream.compute.run.Outcome;
import org.stylestream.compute.run.Run;
import org.stylestream.compute.run.RunResult;
import org.stylestream.compute.run.Stage;
import org.stylestream.compute.testing.LedgerDevice;
import org.stylestream.compute.testing.Networks;
import org.stylestream.compute.testing.RelativeError;
import org.stylestream.compute.testing.SavedCheckpoints;
import org.stylestream.compute.testing.TestDevices;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeepDreamTest {
  private static final String LAYER = "block4_conv1";

  private final Device device = TestDevices.open("cpu");
  private final NetworkWeights weights = Networks.random("block4_conv2", 4, 4, 6, 8, 0);
  private final Image content = new Image(90, 120, midtones(90, 120));

  @AfterAll
  void closeDevice() {
    device.close();
  }

  /** Far enough from black and white that no step is cut short. */
  private static float[] midtones(int height, int width) {
    float[] pixels = Networks.image(height, width);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = 80 + pixels[i] / 3;
    }
    return pixels;
  }

  private static DreamSettings settings(
      int octaves, int steps, double stepSize, OptionalDouble maximumLoss, int jitter) {
    return new DreamSettings(
        Map.of(LAYER, 1.0),
        List.of(),
        new SizeRule.Native(),
        octaves,
        1.4,
        steps,
        stepSize,
        maximumLoss,
        jitter,
        0,
        0);
  }

  private static DreamSettings settings(int octaves, int steps, double stepSize) {
    return settings(octaves, steps, stepSize, OptionalDouble.empty(), 0);
  }

  private DeepDreamJob job(DreamSettings settings) {
    return new DeepDreamJob(content, settings, Optional.empty(), 3);
  }

  private RunResult run(DeepDreamJob job) {
    try (DeepDream dream = new DeepDream(device, weights, job)) {
      return run(dream, Checkpointing.NONE).start(dream.start());
    }
  }

  private Run run(DeepDream dream, Checkpointing checkpointing) {
    return new Run(device, dream.plan(), iteration -> {}, checkpointing, Cancellation.NEVER);
  }

  @Test
  void octavesGrowByTheScaleAsInKerasExample() {
    try (DeepDream dream = new DeepDream(device, weights, job(settings(3, 1, 1)))) {
      // int(90 / 1.4²), int(120 / 1.4²), and so on
      assertThat(dream.plan().stages())
          .extracting(Stage::height, Stage::width)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple(45, 61),
              org.assertj.core.groups.Tuple.tuple(64, 85),
              org.assertj.core.groups.Tuple.tuple(90, 120));
    }
  }

  @Test
  void aDreamOfStepsTooSmallToSeeLeavesThePictureWithAllItsDetail() {
    RunResult result = run(job(settings(3, 2, 1e-5)));
    assertThat(RelativeError.of(result.image().pixels(), content.pixels())).isLessThan(1e-5);
    assertThat(RelativeError.of(blurred().pixels(), content.pixels()))
        .as("what the smallest octave alone would leave")
        .isGreaterThan(0.1);
  }

  private Image blurred() {
    return Resampler.resize(Resampler.resize(content, 45, 61), 90, 120);
  }

  @Test
  void everyStepMovesThePixelsByItsSizeOnAverageAndRaisesTheActivation() {
    double stepSize = 0.8;
    List<Image> images = new ArrayList<>();
    List<Double> losses = new ArrayList<>();
    try (DeepDream dream = new DeepDream(device, weights, job(settings(1, 4, stepSize)))) {
      new Run(
              device,
              dream.plan(),
              iteration -> {
                images.add(iteration.image().read());
                losses.add(iteration.loss().total());
              },
              Checkpointing.NONE,
              Cancellation.NEVER)
          .start(dream.start());
    }
    for (int i = 1; i < images.size(); i++) {
      double moved = 0;
      for (int p = 0; p < content.pixels().length; p++) {
        moved += Math.abs(images.get(i).pixels()[p] - images.get(i - 1).pixels()[p]);
      }
      assertThat(moved / content.pixels().length).isBetween(0.999 * stepSize, 1.001 * stepSize);
      assertThat(losses.get(i)).isLessThan(losses.get(i - 1));
    }
  }

  @Test
  void anOctaveEndsWhenItsLossIsAboveTheMaximum() {
    RunResult unbounded = run(job(settings(2, 6, 2)));
    List<Double> activations = unbounded.losses().stream().map(loss -> -loss.total()).toList();
    double maximum = (activations.get(2) + activations.get(3)) / 2;

    RunResult bounded = run(job(settings(2, 6, 2, OptionalDouble.of(maximum), 0)));

    assertThat(bounded.outcome()).isEqualTo(Outcome.COMPLETED);
    assertThat(bounded.losses().subList(0, 4)).isEqualTo(unbounded.losses().subList(0, 4));
    assertThat(bounded.iterations()).isLessThan(unbounded.iterations());
  }

  @Test
  void jitterShiftsTheImageAroundItsEdgesAndNothingElse() {
    int jitter = 7;
    DreamSettings still = settings(1, 1, 1);
    DreamSettings shifted = settings(1, 1, 1, OptionalDouble.empty(), jitter);
    try (DeepDream one = new DeepDream(device, weights, job(still));
        DeepDream other = new DeepDream(device, weights, job(shifted));
        Objective plain = one.plan().stages().get(0).open(Cancellation.NEVER);
        Objective jittered = other.plan().stages().get(0).open(Cancellation.NEVER);
        Vector image = device.vector(content.pixels().length);
        Vector gradient = device.vector(content.pixels().length)) {
      float[] seen = gradient(jittered, content.pixels(), image, gradient);
      int matches = 0;
      for (int down = -jitter; down <= jitter; down++) {
        for (int right = -jitter; right <= jitter; right++) {
          float[] expected =
              rolled(
                  gradient(plain, rolled(content.pixels(), down, right), image, gradient),
                  -down,
                  -right);
          matches += RelativeError.of(seen, expected) < 1e-5 ? 1 : 0;
        }
      }
      assertThat(matches).as("shifts that explain the gradient").isEqualTo(1);
    }
  }

  private static float[] gradient(
      Objective objective, float[] pixels, Vector image, Vector gradient) {
    image.write(pixels);
    objective.evaluate(image, gradient, Cancellation.NEVER);
    float[] values = new float[gradient.length()];
    gradient.read(values);
    return values;
  }

  private float[] rolled(float[] pixels, int down, int right) {
    float[] rolled = new float[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      int x = Math.floorMod(i / 3 % content.width() + right, content.width());
      int y = Math.floorMod(i / 3 / content.width() + down, content.height());
      rolled[(y * content.width() + x) * 3 + i % 3] = pixels[i];
    }
    return rolled;
  }

  @Test
  void resumedFromAnyIterationItEndsBitForBitTheSame(@TempDir Path folder) {
    DeepDreamJob job =
        new DeepDreamJob(
            content,
            settings(2, 3, 1, OptionalDouble.empty(), 5),
            Optional.of(new Image(50, 60, Networks.image(50, 60))),
            3);
    SavedCheckpoints checkpoints = new SavedCheckpoints(folder);
    try (DeepDream dream = new DeepDream(device, weights, job)) {
      RunResult unbroken =
          run(dream, new Checkpointing(1, false, checkpoints, Map.of())).start(dream.start());
      assertThat(checkpoints.all()).hasSize(6);
      for (Checkpoint checkpoint : checkpoints.all()) {
        RunResult resumed = run(dream, Checkpointing.NONE).resume(checkpoint);
        assertThat(resumed.image().pixels()).isEqualTo(unbroken.image().pixels());
        assertThat(resumed.losses()).isEqualTo(unbroken.losses());
      }
    }
  }

  @Test
  void theSameSeedGivesTheSamePictureAndAnotherSeedAnother() {
    DreamSettings settings = settings(2, 2, 1, OptionalDouble.empty(), 9);
    float[] first = run(new DeepDreamJob(content, settings, Optional.empty(), 1)).image().pixels();
    float[] again = run(new DeepDreamJob(content, settings, Optional.empty(), 1)).image().pixels();
    float[] other = run(new DeepDreamJob(content, settings, Optional.empty(), 2)).image().pixels();
    assertThat(again).isEqualTo(first);
    assertThat(other).isNotEqualTo(first);
  }

  @Test
  void anOctaveTooSmallForALayerIsRefusedWithTheSmallestSizeThatWorks() {
    SizeRule.Size small = new SizeRule.Size(60, 80);
    DreamSettings three = settings(3, 1, 1);
    assertThatThrownBy(() -> DeepDream.check(weights.topology(), three, small))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the smallest of 3 octaves would be 40×30, but block4_conv1 needs sides of at least 40"
                + " pixels; the shorter side of the result must be at least 79 pixels, or the"
                + " octaves at most 2");
    DeepDream.check(weights.topology(), three, new SizeRule.Size(79, 79));
    DeepDream.check(weights.topology(), settings(2, 1, 1), small);
  }

  @Test
  void aFilterThatALayerLacksIsRefused() {
    DreamSettings settings =
        new DreamSettings(
            Map.of(LAYER, 1.0),
            List.of(8),
            new SizeRule.Native(),
            1,
            1.4,
            1,
            1,
            OptionalDouble.empty(),
            0,
            0,
            0);
    assertThatThrownBy(
            () -> DeepDream.check(weights.topology(), settings, new SizeRule.Size(90, 90)))
        .hasMessage("block4_conv1 has no filter 8; its filters are 0 to 7");
  }

  @Test
  void everythingIsClosedOnceHoweverItEnds() {
    LedgerDevice ledger = new LedgerDevice(device);
    DeepDreamJob job =
        new DeepDreamJob(
            content,
            settings(2, 2, 1, OptionalDouble.empty(), 5),
            Optional.of(new Image(50, 60, Networks.image(50, 60))),
            3);
    for (int cancelAt : new int[] {0, 3, 9, 40, 200, Integer.MAX_VALUE}) {
      AtomicInteger asked = new AtomicInteger();
      try (DeepDream dream = new DeepDream(ledger.device(), weights, job)) {
        new Run(
                ledger.device(),
                dream.plan(),
                iteration -> {},
                Checkpointing.NONE,
                () -> asked.getAndIncrement() >= cancelAt)
            .start(dream.start());
      }
      assertThat(ledger.entries())
          .isNotEmpty()
          .allSatisfy(entry -> assertThat(entry.closes()).as(entry.toString()).isEqualTo(1));
    }
  }
}
