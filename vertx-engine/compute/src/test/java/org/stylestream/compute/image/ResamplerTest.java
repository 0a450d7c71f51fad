package org.stylestream.compute.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplerTest {
  @ParameterizedTest
  @CsvSource({
    "17, 23, 17, 23",
    "17, 23, 9, 40",
    "17, 23, 40, 9",
    "64, 48, 31, 20",
    "5, 7, 50, 70",
    "100, 3, 7, 1",
    "1, 1, 4, 3",
    "33, 20, 33, 11",
    "33, 20, 12, 20"
  })
  void agreesWithDirectEvaluationOfTheKernel(int height, int width, int toHeight, int toWidth) {
    Image source = InitialImages.uniformNoise(height, width, 0, 255, 1);

    Image resized = Resampler.resize(source, toHeight, toWidth);

    assertThat(resized.height()).isEqualTo(toHeight);
    assertThat(resized.width()).isEqualTo(toWidth);
    for (int y = 0; y < toHeight; y++) {
      for (int x = 0; x < toWidth; x++) {
        for (int channel = 0; channel < Image.CHANNELS; channel++) {
          assertThat((double) resized.at(y, x, channel))
              .as("row %d, column %d, channel %d", y, x, channel)
              .isCloseTo(direct(source, y, x, channel, toHeight, toWidth), within(2e-3));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"7, 300", "300, 7", "64, 64", "1, 1"})
  void keepsAConstant(int height, int width) {
    var pixels = new float[40 * 50 * 3];
    Arrays.fill(pixels, 200);

    Image resized = Resampler.resize(new Image(40, 50, pixels), height, width);

    assertThat(resized.pixels()).containsOnly(new float[] {200}, within(1e-4f));
  }

  @ParameterizedTest
  @CsvSource({"60, 25", "60, 143", "90, 300"})
  void keepsARampLinearInside(int from, int to) {
    var values = new float[from];
    for (int x = 0; x < from; x++) {
      values[x] = x;
    }

    Plane resized = Resampler.resize(new Plane(1, from, values), 1, to);

    double step = (double) from / to;
    int margin = (int) Math.ceil(4 * Math.max(1, 1 / step));
    // Lanczos is no exact interpolator of a ramp: its normalised weights leave a ripple of 1 %.
    for (int x = margin; x < to - margin; x++) {
      assertThat((double) resized.at(0, x))
          .isCloseTo((x + 0.5) * step - 0.5, within(0.02 * Math.max(1, step)));
    }
  }

  @Test
  void shrinksAZonePlateWithoutAliasing() {
    int side = 512;
    int small = side / 4;
    Plane zonePlate = zonePlate(side);

    Plane resized = Resampler.resize(zonePlate, small, small);

    // Far from the centre the plate oscillates faster than the small grid can hold: nothing of it
    // may remain.
    assertThat(outerVariance(resized)).isLessThan(0.01 * outerVariance(subsample(zonePlate, 4)));
  }

  @Test
  void comesBackFromADetour() {
    Image smooth = Resampler.resize(InitialImages.uniformNoise(12, 16, 0, 255, 3), 60, 80);

    Image back = Resampler.resize(Resampler.resize(smooth, 141, 187), 60, 80);

    double squares = 0;
    for (int i = 0; i < smooth.pixels().length; i++) {
      squares += Math.pow(smooth.pixels()[i] - back.pixels()[i], 2);
    }
    assertThat(Math.sqrt(squares / smooth.pixels().length)).isLessThan(0.5);
  }

  @Test
  void neverLeavesTheRangeOfItsSource() {
    var values = new float[32 * 32];
    var random = new Random(5);
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextBoolean() ? 1 : 0;
    }

    Plane resized = Resampler.resize(new Plane(32, 32, values), 75, 81);

    for (float value : resized.values()) {
      assertThat(value).isBetween(0f, 1f);
    }
  }

  @Test
  void treatsEveryChannelAsItsOwnPlane() {
    Image source = InitialImages.gaussianNoise(19, 27, 128, 40, 9);
    var green = new float[19 * 27];
    for (int i = 0; i < green.length; i++) {
      green[i] = source.pixels()[3 * i + 1];
    }

    Image resized = Resampler.resize(source, 9, 13);
    Plane resizedGreen = Resampler.resize(new Plane(19, 27, green), 9, 13);

    for (int i = 0; i < resizedGreen.values().length; i++) {
      assertThat(resized.pixels()[3 * i + 1]).isCloseTo(resizedGreen.values()[i], within(1e-3f));
    }
  }

  private static Plane zonePlate(int side) {
    var values = new float[side * side];
    double centre = (side - 1) / 2.0;
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        double squares = Math.pow(y - centre, 2) + Math.pow(x - centre, 2);
        values[y * side + x] = (float) Math.cos(Math.PI * squares / side);
      }
    }
    return new Plane(side, side, values);
  }

  private static Plane subsample(Plane plane, int step) {
    int side = plane.height() / step;
    var values = new float[side * side];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        values[y * side + x] = plane.at(y * step, x * step);
      }
    }
    return new Plane(side, side, values);
  }

  private static double outerVariance(Plane plane) {
    double centre = (plane.height() - 1) / 2.0;
    double sum = 0;
    double squares = 0;
    int count = 0;
    for (int y = 0; y < plane.height(); y++) {
      for (int x = 0; x < plane.width(); x++) {
        double radius = Math.hypot(y - centre, x - centre) / centre;
        if (radius > 0.45 && radius < 0.9) {
          sum += plane.at(y, x);
          squares += plane.at(y, x) * plane.at(y, x);
          count++;
        }
      }
    }
    return squares / count - Math.pow(sum / count, 2);
  }

  /** Both sides at once, in double, straight from the definition. */
  private static double direct(Image source, int y, int x, int channel, int toHeight, int toWidth) {
    double[] vertical = directWeights(y, source.height(), toHeight);
    double[] horizontal = directWeights(x, source.width(), toWidth);
    double sum = 0;
    for (int j = 0; j < source.height(); j++) {
      for (int i = 0; i < source.width(); i++) {
        sum += vertical[j] * horizontal[i] * source.at(j, i, channel);
      }
    }
    float low = 255;
    float high = 0;
    for (float value : source.pixels()) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return Math.min(Math.max(sum, low), high);
  }

  private static double[] directWeights(int target, int from, int to) {
    if (from == to) {
      var identity = new double[from];
      identity[target] = 1;
      return identity;
    }
    double scale = Math.max(1.0, (double) from / to);
    double centre = (target + 0.5) * from / to;
    var weights = new double[from];
    double sum = 0;
    for (int j = -4 * from - 20; j < 5 * from + 20; j++) {
      double t = (j + 0.5 - centre) / scale;
      double weight = 0;
      if (Math.abs(t) < 3) {
        double a = Math.PI * t;
        weight = Math.abs(a) < 1e-12 ? 1 : 3 * Math.sin(a) * Math.sin(a / 3) / (a * a);
      }
      weights[Math.max(0, Math.min(from - 1, j))] += weight;
      sum += weight;
    }
    for (int j = 0; j < from; j++) {
      weights[j] /= sum;
    }
    return weights;
  }
}
