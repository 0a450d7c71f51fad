package org.stylestream.compute.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Plane;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.compute.network.Pooling;
import org.stylestream.compute.testing.Networks;
import org.stylestream.compute.testing.PresetVariants;
import org.stylestream.compute.testing.TestDevices;

/** Styles that go to regions of the generated image. */
@Tag("conformance")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StyleRegionTest {
  private static final int HEIGHT = 37;
  private static final int WIDTH = 50;

  private final Map<String, Device> devices = TestDevices.openAll();
  private final NetworkWeights weights = Networks.random("block5_conv4", 5, 7, 9, 6, 10);
  private final Random random = new Random(4);
  private final Image content = noise(HEIGHT, WIDTH);
  private final Image at = noise(HEIGHT, WIDTH);
  private final Image first = noise(21, 19);
  private final Image second = noise(16, 40);

  @AfterAll
  void closeDevices() {
    devices.values().forEach(Device::close);
  }

  Stream<String> ids() {
    return devices.keySet().stream();
  }

  Stream<Arguments> presets() {
    return ids().flatMap(id -> Stream.of("gatys", "crowsonkb").map(p -> Arguments.of(id, p)));
  }

  @ParameterizedTest
  @MethodSource("presets")
  void gradientOfSoftMasksIsTheLossesSlope(String device, String preset) {
    StyleTransferJob job =
        job(
            preset,
            new StyleImage(first, 2, 1, Optional.of(slope(13, 11)), Optional.of(slope(21, 19))),
            new StyleImage(second, 1, 1, Optional.of(slope(40, 8)), Optional.empty()),
            new StyleImage(second, 1));
    float[] gradient = evaluate(device, job, at).gradients().get("gradient");

    for (int i = 0; i < 4; i++) {
      float[] direction = Networks.gaussian(random, gradient.length, 1);
      double step = 0.25 / norm(direction);
      double above = evaluate(device, job, moved(direction, step)).loss().total();
      double below = evaluate(device, job, moved(direction, -step)).loss().total();
      assertThat((above - below) / 0.5)
          .isCloseTo(dot(gradient, direction) / norm(direction), within(0.02 * norm(gradient)));
    }
  }

  @ParameterizedTest
  @MethodSource("presets")
  void aWhiteMaskIsNoMask(String device, String preset) {
    StyleEvaluation without = evaluate(device, job(preset, new StyleImage(first, 3)), at);
    StyleEvaluation with =
        evaluate(
            device,
            job(
                preset,
                new StyleImage(first, 3, 1, Optional.of(constant(1)), Optional.of(constant(0.5f)))),
            at);

    assertThat(with.loss().total())
        .isCloseTo(without.loss().total(), within(1e-5 * without.loss().total()));
    assertThat(with.gradients().get("gradient"))
        .containsExactly(without.gradients().get("gradient"), within(1e-3f));
  }

  @ParameterizedTest
  @MethodSource("ids")
  void whereAMaskIsBlackNothingIsStyled(String device) {
    float[] values = new float[HEIGHT * WIDTH];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % WIDTH < 4 ? 1 : 0;
    }
    StyleTransferJob job =
        job(
            new StyleImage(
                first, 1, 1, Optional.of(new Plane(HEIGHT, WIDTH, values)), Optional.empty()));
    float[] styled =
        StyleEvaluation.of(devices.get(device), weights, job, at, true, Cancellation.NEVER)
            .gradients()
            .get("gradient/style");

    // At the far right only block5's convolutions still see the region.
    assertThat(norm(column(styled, 1))).isGreaterThan(50 * norm(column(styled, WIDTH - 1)));
  }

  @Test
  void whatRegionsLeaveGoesToTheOtherStyles() {
    Plane left = half();
    List<StyleRegion> regions =
        StyleRegion.of(
            job(
                new StyleImage(first, 1, 1, Optional.of(left), Optional.empty()),
                new StyleImage(first, 1),
                new StyleImage(second, 3)),
            HEIGHT,
            WIDTH,
            StyleImage::image);

    assertThat(regions).hasSize(2);
    assertThat(regions.get(0).strength()).isCloseTo(0.5 * 1 / (5 / 3.0), within(1e-6));
    assertThat(regions.get(1).strength()).isCloseTo(0.5 * 2 / (5 / 3.0), within(1e-6));
    assertThat(regions.get(1).styles()).extracting("weight").containsExactly(0.25, 0.75);
    float[] rest = regions.get(1).where().orElseThrow().values();
    for (int i = 0; i < rest.length; i++) {
      assertThat(rest[i]).isEqualTo(1 - left.values()[i]);
    }
  }

  @Test
  void aBlackMaskIsRefused() {
    Optional<Plane> black = Optional.of(constant(0));

    assertThatThrownBy(() -> new StyleImage(first, 1, 1, black, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the region of a style is black all over; what counts must be lighter");
  }

  private StyleTransferJob job(StyleImage... styles) {
    return job("gatys", styles);
  }

  private StyleTransferJob job(String preset, StyleImage... styles) {
    return new StyleTransferJob(
        content,
        List.of(styles),
        PresetVariants.withPooling(preset, Pooling.AVERAGE),
        Optional.empty(),
        1);
  }

  private StyleEvaluation evaluate(String device, StyleTransferJob job, Image image) {
    return StyleEvaluation.of(devices.get(device), weights, job, image, false, Cancellation.NEVER);
  }

  private Image moved(float[] direction, double step) {
    float[] pixels = at.pixels().clone();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] += (float) (step * direction[i]);
    }
    return new Image(HEIGHT, WIDTH, pixels);
  }

  private Image noise(int height, int width) {
    float[] pixels = new float[height * width * Image.CHANNELS];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = 255 * random.nextFloat();
    }
    return new Image(height, width, pixels);
  }

  private static Plane slope(int height, int width) {
    float[] values = new float[height * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (i % width) / width;
    }
    return new Plane(height, width, values);
  }

  private static Plane half() {
    float[] values = new float[HEIGHT * WIDTH];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % WIDTH < WIDTH / 2 ? 1 : 0;
    }
    return new Plane(HEIGHT, WIDTH, values);
  }

  private static Plane constant(float value) {
    float[] values = new float[HEIGHT * WIDTH];
    Arrays.fill(values, value);
    return new Plane(HEIGHT, WIDTH, values);
  }

  private static float[] column(float[] pixels, int x) {
    float[] column = new float[HEIGHT * 3];
    for (int i = 0; i < column.length; i++) {
      column[i] = pixels[(i / 3 * WIDTH + x) * 3 + i % 3];
    }
    return column;
  }

  private static double norm(float[] values) {
    return Math.sqrt(dot(values, values));
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
