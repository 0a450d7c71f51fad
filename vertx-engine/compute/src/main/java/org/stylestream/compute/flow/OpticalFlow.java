package org.stylestream.compute.flow;

import java.util.ArrayList;
import java.util.List;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Luma;
import org.stylestream.compute.image.Plane;
import org.stylestream.compute.image.Resampler;

/**
 * Dense optical flow by total variation and the L¹ norm: the u that minimises Σ |∇u₁| + |∇u₂| + λ ·
 * |I₁(x + u) − I₀(x)| (C. Zach, T. Pock, H. Bischof, A Duality Based Approach for Realtime TV-L1
 * Optical Flow, 2007), from coarse to fine, each step linearised anew and followed by a median
 * filter (A. Wedel and others, An Improved Algorithm for TV-L1 Optical Flow, 2009). Edges of the
 * motion stay sharp, and what doesn't move stays still.
 */
public final class OpticalFlow {
  /** Below this many pixels, a coarser level would tell nothing more. */
  private static final int COARSEST_SIDE = 16;

  /** Linearisations a level. */
  private static final int WARPS = 5;

  private OpticalFlow() {}

  /**
   * Where the pixels of one image are in another.
   *
   * @param to of the size of {@code from}
   * @throws org.stylestream.compute.device.CancelledException if a cancel was requested
   */
  public static FlowField between(Image from, Image to, Cancellation cancellation) {
    if (from.height() != to.height() || from.width() != to.width()) {
      throw new IllegalArgumentException(
          "a flow from an image of %d×%d to one of %d×%d; they must be of one size"
              .formatted(from.width(), from.height(), to.width(), to.height()));
    }
    List<Plane> starts = pyramid(Luma.of(from));
    List<Plane> ends = pyramid(Luma.of(to));
    Plane coarsest = starts.get(starts.size() - 1);
    FlowField flow = still(coarsest.height(), coarsest.width());
    for (int level = starts.size() - 1; level >= 0; level--) {
      Plane start = starts.get(level);
      flow = flow.at(start.height(), start.width());
      FlowLevel finer = new FlowLevel(start, ends.get(level));
      for (int i = 0; i < WARPS; i++) {
        cancellation.check();
        flow = finer.improve(flow);
      }
    }
    return flow;
  }

  /** The finest first, each half as large as the one before. */
  private static List<Plane> pyramid(Plane finest) {
    List<Plane> levels = new ArrayList<>(List.of(finest));
    Plane last = finest;
    while (Math.min(last.height(), last.width()) >= 2 * COARSEST_SIDE) {
      last = Resampler.resize(last, (last.height() + 1) / 2, (last.width() + 1) / 2);
      levels.add(last);
    }
    return levels;
  }

  private static FlowField still(int height, int width) {
    return new FlowField(height, width, new float[height * width], new float[height * width]);
  }
}
