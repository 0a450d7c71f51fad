package org.stylestream.compute.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.Vector;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.compute.network.Pooling;
import org.stylestream.compute.objective.Loss;
import org.stylestream.compute.objective.Objective;
import org.stylestream.compute.optimizer.OptimizerSettings;
import org.stylestream.compute.optimizer.ValueRange;
import org.stylestream.compute.preset.Presets;
import org.stylestream.compute.run.Checkpointing;
import org.stylestream.compute.run.Plan;
import org.stylestream.compute.run.Run;
import org.stylestream.compute.run.RunResult;
import org.stylestream.compute.run.Stage;
import org.stylestream.compute.testing.Goldens;
import org.stylestream.compute.testing.PresetVariants;
import org.stylestream.compute.testing.RelativeError;
import org.stylestream.compute.testing.TestDevices;

/**
 * The preset crowsonkb against PyTorch; make_crowsonkb.py, beside the recorded values, says how.
 */
@Tag("conformance")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrowsonGoldensTest {
  private final Map<String, Device> devices = TestDevices.openAll();
  private final Goldens tiny = Goldens.tiny();
  private final Goldens recorded = Goldens.crowsonkb();
  private final NetworkWeights weights = TestDevices.weights(tiny);

  @AfterAll
  void closeDevices() {
    devices.values().forEach(Device::close);
  }

  Stream<String> ids() {
    return devices.keySet().stream();
  }

  Stream<Arguments> cases() {
    return ids()
        .flatMap(
            device ->
                Stream.of("whole", "small")
                    .flatMap(
                        size ->
                            Stream.of(Pooling.values())
                                .map(pooling -> Arguments.of(device, size, pooling))));
  }

  @ParameterizedTest(name = "{1}, {2}, {0}")
  @MethodSource("cases")
  void termsAgreeWithPyTorch(String device, String size, Pooling pooling) {
    StyleTransferJob job =
        new StyleTransferJob(
            sized(tiny.content(), size),
            List.of(new StyleImage(sized(tiny.style(), size), 1)),
            PresetVariants.withPooling("crowsonkb", pooling),
            Optional.empty(),
            0);
    StyleEvaluation evaluation =
        StyleEvaluation.of(
            devices.get(device), weights, job, sized(tiny.point(), size), true, Cancellation.NEVER);

    String name = size + "/" + pooling.name().toLowerCase(Locale.ROOT);
    JsonNode losses = recorded.losses().get(name);
    for (Loss.Term term : evaluation.loss().terms()) {
      double wanted = losses.get(term.name()).asDouble();
      assertThat(term.value()).as(term.name()).isCloseTo(wanted, within(1e-4 * wanted));
    }
    evaluation
        .gradients()
        .forEach(
            (key, gradient) -> {
              String term = key.replace("gradient/", "");
              float[] wanted =
                  recorded.floats((term.equals("tv") ? size + "/max" : name) + "/" + term);
              assertThat(RelativeError.of(gradient, wanted)).as(term).isLessThan(1e-3);
            });
  }

  /** Rows 5 to 39 and columns 11 to 57, or all. */
  private static Image sized(Image image, String size) {
    if (size.equals("whole")) {
      return image;
    }
    float[] pixels = new float[35 * 47 * 3];
    for (int y = 0; y < 35; y++) {
      System.arraycopy(
          image.pixels(), ((y + 5) * image.width() + 11) * 3, pixels, y * 47 * 3, 47 * 3);
    }
    return new Image(35, 47, pixels);
  }

  @ParameterizedTest
  @MethodSource("ids")
  void aRunOverTwoScalesAgreesWithPyTorch(String id) {
    Device device = devices.get(id);
    List<Stage> stages =
        List.of(new SineStage(device, 8, 11, 12), new SineStage(device, 11, 16, 8));
    Plan plan =
        new Plan(stages, Enlargement::image, Optional.empty(), Optional.of(Enlargement::moments));
    float[] grey = new float[8 * 11 * 3];
    Arrays.fill(grey, 127.5f);

    RunResult result =
        new Run(device, plan, iteration -> {}, Checkpointing.NONE, Cancellation.NEVER)
            .start(new Image(8, 11, grey));

    List<Double> wanted = new ArrayList<>();
    recorded.losses().get("run").forEach(loss -> wanted.add(loss.asDouble()));
    wanted.remove(13); // Where a later scale starts is no iteration.
    for (int i = 0; i < wanted.size(); i++) {
      assertThat(result.losses().get(i).total())
          .as("iteration %d", i)
          .isCloseTo(wanted.get(i), within(1e-4 * wanted.get(i)));
    }
    assertThat(RelativeError.of(result.image().pixels(), recorded.floats("run"))).isLessThan(1e-5);
  }

  /** Σ (x/255 − (½ + 0.7·sin 0.37·i))² over the elements i, minimised as the preset does. */
  private record SineStage(Device device, int height, int width, int iterations) implements Stage {
    @Override
    public OptimizerSettings optimizer() {
      return Presets.named("crowsonkb").canonicalOptimizer();
    }

    @Override
    public Optional<ValueRange> range() {
      return Optional.of(ValueRange.IMAGE);
    }

    @Override
    public Objective open(Cancellation cancellation) {
      return new Objective() {
        @Override
        public List<String> terms() {
          return List.of("sine");
        }

        @Override
        public int height() {
          return height;
        }

        @Override
        public int width() {
          return width;
        }

        @Override
        public Loss evaluate(Vector image, Vector gradient, Cancellation asked) {
          float[] pixels = new float[image.length()];
          image.read(pixels);
          double sum = 0;
          for (int i = 0; i < pixels.length; i++) {
            double difference = pixels[i] / 255.0 - (0.5 + 0.7 * Math.sin(0.37 * i));
            sum += difference * difference;
            pixels[i] = (float) (2 * difference / 255);
          }
          gradient.write(pixels);
          return Loss.sum(List.of(new Loss.Term("sine", sum)));
        }

        @Override
        public void close() {}
      };
    }
  }
}
