package org.stylestream.compute.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Plane;
import org.stylestream.compute.network.EmbeddedNetwork;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.compute.preset.PresetOverrides;
import org.stylestream.compute.preset.Presets;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.compute.preset.StylePreset;
import org.stylestream.compute.run.Checkpointing;
import org.stylestream.compute.run.Run;
import org.stylestream.compute.testing.TestDevices;

/** The two halves of a hard mask look as if each style had painted the whole picture. */
class MaskedHalvesTest {
  private static final int HEIGHT = 64;
  private static final int WIDTH = 128;
  private static final int INTERIOR = 40;

  private final NetworkWeights weights = EmbeddedNetwork.read();
  private final Image content = waves(HEIGHT, WIDTH, 0.05, 0.03, 30);
  private final Image first = waves(64, 64, 0.9, 0, 100);
  private final Image second = waves(64, 64, 0.2, 0.5, 100);
  private final StylePreset preset =
      new PresetOverrides(
              OptionalDouble.empty(),
              OptionalDouble.empty(),
              OptionalDouble.empty(),
              List.of(),
              List.of(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.of(new SizeRule.Native()),
              OptionalInt.of(40))
          .apply(Presets.named(Presets.DEFAULT_ID));

  @Test
  void eachHalfMatchesTheRunOfItsStyle() {
    try (Device device = TestDevices.open("cpu")) {
      Image masked =
          run(
              device,
              List.of(
                  new StyleImage(first, 1, 1, Optional.of(leftHalf()), Optional.empty()),
                  new StyleImage(second, 1)));
      Image onlyFirst = run(device, List.of(new StyleImage(first, 1)));
      Image onlySecond = run(device, List.of(new StyleImage(second, 1)));

      assertNearer(device, left(masked), left(onlyFirst), left(onlySecond));
      assertNearer(device, right(masked), right(onlySecond), right(onlyFirst));
    }
  }

  private void assertNearer(Device device, Image image, Image near, Image far) {
    assertThat(styleDistance(device, image, near))
        .isLessThan(0.1 * styleDistance(device, image, far));
  }

  private double styleDistance(Device device, Image image, Image style) {
    StyleTransferJob job = job(image, List.of(new StyleImage(style, 1)));
    return StyleEvaluation.of(device, weights, job, image, true, Cancellation.NEVER)
        .loss()
        .term("style");
  }

  private Image run(Device device, List<StyleImage> styles) {
    try (StyleTransfer transfer = new StyleTransfer(device, weights, job(content, styles))) {
      return new Run(
              device, transfer.plan(), iteration -> {}, Checkpointing.NONE, Cancellation.NEVER)
          .start(transfer.start())
          .image();
    }
  }

  private StyleTransferJob job(Image image, List<StyleImage> styles) {
    return new StyleTransferJob(image, styles, preset, Optional.empty(), 0);
  }

  private static Image waves(int height, int width, double x, double y, double contrast) {
    Random random = new Random(8);
    float[] pixels = new float[height * width * 3];
    for (int i = 0; i < pixels.length; i++) {
      int column = i / 3 % width;
      int row = i / 3 / width;
      double wave = Math.sin(x * column + y * row + i % 3) + 0.2 * random.nextGaussian();
      pixels[i] = (float) (128 + contrast * wave);
    }
    return new Image(height, width, pixels);
  }

  private static Plane leftHalf() {
    float[] values = new float[HEIGHT * WIDTH];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % WIDTH < WIDTH / 2 ? 1 : 0;
    }
    return new Plane(HEIGHT, WIDTH, values);
  }

  private static Image left(Image image) {
    return crop(image, 8);
  }

  private static Image right(Image image) {
    return crop(image, WIDTH - 8 - INTERIOR);
  }

  private static Image crop(Image image, int from) {
    float[] pixels = new float[HEIGHT * INTERIOR * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = image.at(i / 3 / INTERIOR, from + i / 3 % INTERIOR, i % 3);
    }
    return new Image(HEIGHT, INTERIOR, pixels);
  }
}
