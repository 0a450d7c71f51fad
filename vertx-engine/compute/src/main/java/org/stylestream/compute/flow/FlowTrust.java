package org.stylestream.compute.flow;

import org.stylestream.compute.image.Plane;

/**
 * Where a flow is to be trusted: not at what comes into view, and not at the edges of a motion, by
 * the rules of N. Sundaram, T. Brox, K. Keutzer, Dense Point Trajectories by GPU-Accelerated Large
 * Displacement Optical Flow, 2010, which M. Ruder, A. Dosovitskiy, T. Brox, Artistic Style Transfer
 * for Videos, arXiv:1604.08610, follow.
 */
public final class FlowTrust {
  private FlowTrust() {}

  /**
   * 1 where a pixel has been in view before, 0 where it hasn't, or may not.
   *
   * @param back from a frame to the one before
   * @param forth from the frame before to this
   */
  public static Plane of(FlowField back, FlowField forth) {
    int height = back.height();
    int width = back.width();
    Samples forthX = new Samples(height, width, 1, forth.dx());
    Samples forthY = new Samples(height, width, 1, forth.dy());
    float[] weights = new float[height * width];
    Rows.forEach(
        height,
        y -> {
          for (int x = 0; x < width; x++) {
            boolean trusted =
                back.leadsInside(y, x)
                    && !isDisoccluded(back, forthX, forthY, y, x)
                    && !isEdge(back, y, x);
            weights[y * width + x] = trusted ? 1 : 0;
          }
        });
    return new Plane(height, width, weights);
  }

  /** |w̃ + ŵ|² > 0.01 · (|w̃|² + |ŵ|²) + 0.5, w̃ being the forward flow where ŵ leads. */
  private static boolean isDisoccluded(
      FlowField back, Samples forthX, Samples forthY, int y, int x) {
    int i = y * back.width() + x;
    float bx = back.dx()[i];
    float by = back.dy()[i];
    float fx = forthX.cubic(y + by, x + bx, 0);
    float fy = forthY.cubic(y + by, x + bx, 0);
    return squares(fx + bx, fy + by) > 0.01f * (squares(fx, fy) + squares(bx, by)) + 0.5f;
  }

  /** |∇û|² + |∇v̂|² > 0.01 · |ŵ|² + 0.002 */
  private static boolean isEdge(FlowField back, int y, int x) {
    int i = y * back.width() + x;
    int right = x < back.width() - 1 ? i + 1 : i;
    int below = y < back.height() - 1 ? i + back.width() : i;
    float slopes =
        squares(back.dx()[right] - back.dx()[i], back.dx()[below] - back.dx()[i])
            + squares(back.dy()[right] - back.dy()[i], back.dy()[below] - back.dy()[i]);
    return slopes > 0.01f * squares(back.dx()[i], back.dy()[i]) + 0.002f;
  }

  private static float squares(float a, float b) {
    return a * a + b * b;
  }
}
