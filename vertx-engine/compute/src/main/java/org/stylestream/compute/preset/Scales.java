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

  /** Long side in pixels of the smallest scale in steps of √2. */
  private static final int LEAST_LONG_SIDE = 128;

  private Scales() {}

  /** The stages of a preset for a picture of a size of the user's. */
  public static List<StageSettings> of(StylePreset preset, SizeRule.Size size) {
    List<StageSettings> own = preset.stages();
    return switch (preset.succession().steps()) {
      case DOUBLINGS -> of(own, size);
      case ROOTS_OF_TWO ->
          rootsOfTwo(
              Math.max(size.height(), size.width()),
              own.get(0).iterations(),
              own.get(own.size() - 1).iterations());
    };
  }

  /**
   * So many stages of a preset, in its steps.
   *
   * @param count 1 to {@value #MOST}
   */
  public static List<StageSettings> of(StylePreset preset, int count) {
    List<StageSettings> own = preset.stages();
    return switch (preset.succession().steps()) {
      case DOUBLINGS -> of(own, count);
      case ROOTS_OF_TWO -> {
        checkCount(count);
        List<StageSettings> stages = new ArrayList<>();
        for (int i = count - 1; i >= 0; i--) {
          stages.add(
              new StageSettings(
                  Math.pow(2, -i / 2.0),
                  own.get(stages.isEmpty() ? 0 : own.size() - 1).iterations()));
        }
        yield List.copyOf(stages);
      }
    };
  }

  /**
   * Stages whose long sides are a picture's divided by powers of √2, rounded, from at least 128
   * pixels up (K. Crowson, style-transfer-pytorch, gen_scales).
   *
   * @param first iterations of the smallest
   * @param others iterations of each other
   */
  static List<StageSettings> rootsOfTwo(int longSide, int first, int others) {
    List<StageSettings> stages = new ArrayList<>();
    int side = longSide;
    for (int i = 1; side >= Math.min(LEAST_LONG_SIDE, longSide); i++) {
      stages.add(0, new StageSettings((double) side / longSide, others));
      side = (int) Math.round(longSide / Math.pow(2, i / 2.0));
    }
    stages.set(0, new StageSettings(stages.get(0).scale(), first));
    return List.copyOf(stages);
  }

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
    checkCount(count);
    List<StageSettings> even = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      even.add(new StageSettings(Math.pow(2, i - count), 1));
    }
    return Stages.share(even, stages.stream().mapToInt(StageSettings::iterations).sum());
  }

  private static void checkCount(int count) {
    if (count < 1 || count > MOST) {
      throw new IllegalArgumentException(
          "a picture can't be made at %d scales; their number must be 1 to %d"
              .formatted(count, MOST));
    }
  }
}
