package org.stylestream.compute.preset;

import java.util.ArrayList;
import java.util.List;

/**
 * Coarse to fine: a picture is made small first, where the network sees the whole of it, and then
 * again and again at twice the size. What is decided at one size is only refined at the next: so a
 * picture looks alike at all sizes, and large ones take few of the dear iterations.
 */
public final class Scales {
  /** Most scales: the smallest is 1/128 of the largest. */
  public static final int MOST = 8;

  /**
   * Long side in pixels of the pictures that the presets are made for; at twice that size the
   * receptive fields of the network's layers cover half as much of the picture.
   */
  private static final int USUAL_LONG_SIDE = 512;

  /** A scale that refines does half as many iterations as the one before, but as many as this. */
  private static final int LEAST_ITERATIONS = 10;

  private Scales() {}

  /**
   * The stages for a picture of a size of the user's: a preset's own where it isn't larger than
   * usual, else its own at the usual size (within a factor √2), and then one for each doubling.
   */
  public static List<StageSettings> of(List<StageSettings> stages, SizeRule.Size size) {
    double ratio = (double) Math.max(size.height(), size.width()) / USUAL_LONG_SIDE;
    int doublings = (int) Math.max(0, Math.round(Math.log(ratio) / Math.log(2)));
    double scale = Math.pow(2, -doublings);
    List<StageSettings> all = new ArrayList<>();
    stages.forEach(own -> all.add(new StageSettings(own.scale() * scale, own.iterations())));
    int iterations = stages.get(stages.size() - 1).iterations();
    for (int i = 1; i <= doublings; i++) {
      iterations = Math.min(iterations, Math.max(LEAST_ITERATIONS, iterations / 2));
      all.add(new StageSettings(scale * Math.pow(2, i), iterations));
    }
    return List.copyOf(all);
  }

  /**
   * So many stages, each of twice the size of the one before, that share a preset's iterations
   * evenly.
   *
   * @param count 1 to {@value #MOST}
   */
  public static List<StageSettings> of(List<StageSettings> stages, int count) {
    if (count < 1 || count > MOST) {
      throw new IllegalArgumentException(
          "a picture can't be made at %d scales; their number must be 1 to %d"
              .formatted(count, MOST));
    }
    List<StageSettings> even = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      even.add(new StageSettings(Math.pow(2, i - count), 1));
    }
    return Stages.share(even, stages.stream().mapToInt(StageSettings::iterations).sum());
  }
}
