package org.stylestream.compute.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.CancelledException;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Plane;
import org.stylestream.compute.image.Resampler;

/** Flow, where it is trusted, and warping, against motions that are known. */
class OpticalFlowTest {
  private static final int HEIGHT = 96;
  private static final int WIDTH = 128;
  private static final int RADIUS = 22;
  private static final int STRIP = 16;

  /** A motion: where the pixel (x, y) of the later frame was. */
  @FunctionalInterface
  private interface Motion {
    double[] before(double x, double y);
  }

  @Test
  void whatStandsStillHasNoFlow() {
    Image image = scene((x, y) -> new double[] {x, y});
    FlowField flow = flow(image, image);
    assertThat(flow.dx()).containsOnly(0);
    assertThat(flow.dy()).containsOnly(0);
    assertThat(flow.warp(image, image).pixels()).containsExactly(image.pixels());
  }

  @Test
  void aPanIsFoundToAFractionOfAPixel() {
    Motion pan = (x, y) -> new double[] {x + 6.4, y - 3.3};
    FlowField flow = flow(scene(pan), scene((x, y) -> new double[] {x, y}));
    assertThat(error(flow, pan, 12)).isLessThan(0.15);
  }

  @Test
  void aZoomIsFoundToAFractionOfAPixel() {
    Motion zoom =
        (x, y) ->
            new double[] {
              WIDTH / 2.0 + (x - WIDTH / 2.0) * 0.95, HEIGHT / 2.0 + (y - HEIGHT / 2.0) * 0.95
            };
    FlowField flow = flow(scene(zoom), scene((x, y) -> new double[] {x, y}));
    assertThat(error(flow, zoom, 4)).isLessThan(0.15);
  }

  @Test
  void whatComesIntoViewIsNotTrusted() {
    Image before = disc(52, 46);
    Image after = disc(60, 49);
    FlowField back = flow(after, before);
    Plane trust = FlowTrust.of(back, flow(before, after));
    int seen = 0;
    int trusted = 0;
    int hidden = 0;
    int mistaken = 0;
    double still = 0;
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        boolean newlySeen = inside(x, y, 52, 46) && !inside(x, y, 60, 49);
        boolean isTrusted = trust.at(y, x) == 1;
        hidden += newlySeen ? 1 : 0;
        mistaken += newlySeen && isTrusted ? 1 : 0;
        seen += newlySeen ? 0 : 1;
        trusted += !newlySeen && isTrusted ? 1 : 0;
        if (isTrusted && !inside(x, y, 52, 46) && !inside(x, y, 60, 49)) {
          int i = y * WIDTH + x;
          still = Math.max(still, Math.hypot(back.dx()[i], back.dy()[i]));
        }
      }
    }
    assertThat(mistaken).isLessThan(hidden / 4);
    assertThat(trusted).isGreaterThan(seen * 8 / 10);
    assertThat(still).isLessThan(1);
    int middle = 49 * WIDTH + 60;
    assertThat(back.dx()[middle]).isBetween(-8.3f, -7.7f);
    assertThat(back.dy()[middle]).isBetween(-3.3f, -2.7f);
  }

  @Test
  void warpingTakesPixelsFromWhereTheyWere() {
    Image image = scene((x, y) -> new double[] {x, y});
    float[] right = new float[HEIGHT * WIDTH];
    Arrays.fill(right, 3);
    Image moved =
        new FlowField(HEIGHT, WIDTH, right, new float[right.length]).warp(image, disc(50, 50));
    for (int x = 0; x < WIDTH - 3; x++) {
      assertThat(moved.at(40, x, 1)).isEqualTo(image.at(40, x + 3, 1));
    }
    for (int x = WIDTH - 3; x < WIDTH; x++) {
      assertThat(moved.at(40, x, 1)).isEqualTo(disc(50, 50).at(40, x, 1));
    }
  }

  /** Beyond 1024 pixels the motion is sought at a smaller size. */
  @Test
  void aLargeResultFollowsTheMotionOfItsContents() {
    Image before = strip(scene((x, y) -> new double[] {x, y}));
    Image after = strip(scene((x, y) -> new double[] {x + 4, y}));
    Image result = Resampler.resize(before, 10 * STRIP, 10 * WIDTH);
    CarriedFrame carried = CarriedFrame.of(before, after, result, Cancellation.NEVER);
    Image expected = Resampler.resize(after, 10 * STRIP, 10 * WIDTH);
    double sum = 0;
    for (int x = 200; x < 1000; x++) {
      sum += Math.abs(carried.image().at(80, x, 1) - expected.at(80, x, 1));
    }
    assertThat(sum / 800).isLessThan(3);
    assertThat(carried.trust().at(80, 600)).isGreaterThan(0.999f);
    assertThat(carried.trust().at(80, 10 * WIDTH - 1)).isZero();
  }

  private static Image strip(Image image) {
    int row = WIDTH * Image.CHANNELS;
    return new Image(
        STRIP, WIDTH, Arrays.copyOfRange(image.pixels(), 40 * row, (40 + STRIP) * row));
  }

  @Test
  void aCancelEndsTheSearch() {
    Image image = scene((x, y) -> new double[] {x, y});
    assertThatThrownBy(() -> OpticalFlow.between(image, image, () -> true))
        .isInstanceOf(CancelledException.class);
  }

  @Test
  void imagesOfTwoSizesAreRefused() {
    Image small = new Image(16, 16, new float[768]);
    Image large = new Image(17, 16, new float[816]);
    assertThatThrownBy(() -> flow(small, large))
        .hasMessage("a flow from an image of 16×16 to one of 16×17; they must be of one size");
    FlowField flow = flow(small, small);
    assertThatThrownBy(() -> flow.warp(large, large))
        .hasMessage("an image of 16×17 can't be moved along a flow of 16×16");
  }

  private static FlowField flow(Image from, Image to) {
    return OpticalFlow.between(from, to, Cancellation.NEVER);
  }

  private static double error(FlowField flow, Motion motion, int margin) {
    double sum = 0;
    int count = 0;
    for (int y = margin; y < HEIGHT - margin; y++) {
      for (int x = margin; x < WIDTH - margin; x++) {
        double[] before = motion.before(x, y);
        int i = y * WIDTH + x;
        sum += Math.hypot(flow.dx()[i] - (before[0] - x), flow.dy()[i] - (before[1] - y));
        count++;
      }
    }
    return sum / count;
  }

  private static Image scene(Motion motion) {
    float[] pixels = new float[HEIGHT * WIDTH * Image.CHANNELS];
    for (int i = 0; i < pixels.length; i++) {
      int pixel = i / Image.CHANNELS;
      double[] at = motion.before(pixel % WIDTH, pixel / WIDTH);
      pixels[i] = texture(at[0], at[1], i % Image.CHANNELS);
    }
    return new Image(HEIGHT, WIDTH, pixels);
  }

  /** A textured disc over a texture that stands still. */
  private static Image disc(int left, int top) {
    Image image = scene((x, y) -> new double[] {x, y});
    for (int i = 0; i < image.pixels().length; i++) {
      int x = i / Image.CHANNELS % WIDTH;
      int y = i / Image.CHANNELS / WIDTH;
      if (inside(x, y, left, top)) {
        image.pixels()[i] = 255 - texture(x - left + 300, y - top + 500, i % Image.CHANNELS);
      }
    }
    return image;
  }

  private static boolean inside(int x, int y, int left, int top) {
    return Math.hypot(x - left, y - top) < RADIUS;
  }

  /** Waves of many lengths and directions, on 0–255. */
  private static float texture(double x, double y, int channel) {
    double sum = 128 + 5 * channel;
    for (int wave = 1; wave <= 9; wave++) {
      double angle = 2.4 * wave * wave;
      double length = 5 + 4.3 * wave;
      double along = x * Math.cos(angle) + y * Math.sin(angle);
      sum += 13 * Math.sin(2 * Math.PI * along / length + wave);
    }
    return (float) Math.min(Math.max(sum, 0), 255);
  }
}
