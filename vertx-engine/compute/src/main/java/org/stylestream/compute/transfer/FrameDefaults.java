package org.stylestream.compute.transfer;

/** What the frames of a sequence have where nothing else is said; chosen by looking. */
public final class FrameDefaults {
  /** Of the temporal loss, relative to the content loss. */
  public static final double TEMPORAL_WEIGHT = 1000;

  private static final int SHARE = 2;

  private FrameDefaults() {}

  /** Iterations of a frame that starts from the last result. */
  public static int nextIterations(int first) {
    return Math.max(1, first / SHARE);
  }
}
