package org.stylestream.compute.dream;

import java.util.List;
import java.util.Random;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.Vector;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.objective.Loss;
import org.stylestream.compute.objective.Objective;

/**
 * An objective that sees its image shifted around the edges at random, differently for every image,
 * so that what is dreamt doesn't align with the network's grid (google/deepdream, dream.ipynb).
 *
 * <p>The shift is drawn from the seed and the image itself: a run that is resumed, which evaluates
 * nothing again, draws what an unbroken one would have. Of the image, its mean counts, coarsely: so
 * do runs whose images differ in rounding, as in bands or on another device.
 */
final class JitteredObjective implements Objective {
  /** Steps move the mean by much more than this part of a grey level, and rounding by less. */
  private static final double MEAN_STEPS = 1024;

  private final Objective objective;
  private final int jitter;
  private final long seed;
  private final float[] values;
  private final float[] moved;
  private final Vector image;
  private final Vector gradient;

  /**
   * @param objective closed with this
   * @param jitter largest shift in pixels, on either axis
   */
  JitteredObjective(Objective objective, int jitter, long seed, Device device) {
    this.objective = objective;
    this.jitter = jitter;
    this.seed = seed;
    int length = objective.height() * objective.width() * Image.CHANNELS;
    values = new float[length];
    moved = new float[length];
    image = device.vector(length);
    gradient = device.vector(length);
  }

  @Override
  public List<String> terms() {
    return objective.terms();
  }

  @Override
  public int height() {
    return objective.height();
  }

  @Override
  public int width() {
    return objective.width();
  }

  @Override
  public Loss evaluate(Vector point, Vector slope, Cancellation cancellation) {
    long mean = Math.round(MEAN_STEPS * point.absoluteSum() / point.length());
    Random random = new Random(seed ^ Long.rotateLeft(mean, Integer.SIZE));
    int down = random.nextInt(2 * jitter + 1) - jitter;
    int right = random.nextInt(2 * jitter + 1) - jitter;
    shift(point, down, right, image);
    Loss loss = objective.evaluate(image, gradient, cancellation);
    shift(gradient, -down, -right, slope);
    return loss;
  }

  private void shift(Vector from, int down, int right, Vector to) {
    from.read(values);
    int stride = width() * Image.CHANNELS;
    int split = Math.floorMod(right, width()) * Image.CHANNELS;
    for (int y = 0; y < height(); y++) {
      int source = y * stride;
      int target = Math.floorMod(y + down, height()) * stride;
      System.arraycopy(values, source, moved, target + split, stride - split);
      System.arraycopy(values, source + stride - split, moved, target, split);
    }
    to.write(moved);
  }

  @Override
  public void close() {
    image.close();
    gradient.close();
    objective.close();
  }
}
