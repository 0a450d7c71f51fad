package org.stylestream.compute.flow;

import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Luma;
import org.stylestream.compute.image.Plane;

/**
 * Where nothing moves, noise makes a flow of some hundredths of a pixel, which would make hard
 * edges of a result tremble. What is as well explained by no motion has none.
 */
final class StillAreas {
  /** In pixels; more isn't noise. */
  private static final float LARGEST_TREMBLE = 0.1f;

  /** How much more of the difference of two frames no motion may leave. */
  private static final float TOLERANCE = 1.1f;

  /** In grey levels: rounding to whole ones. */
  private static final float ROUNDING = 0.25f;

  /** Pixels to either side that are looked at together. */
  private static final int REACH = 3;

  private StillAreas() {}

  /** The flow from one frame to another, without its trembling. */
  static FlowField steadied(FlowField flow, Image from, Image to) {
    int width = flow.width();
    Plane start = Luma.of(from);
    Plane end = Luma.of(to);
    Samples samples = new Samples(flow.height(), width, 1, end.values());
    float[] moved = new float[start.values().length];
    float[] still = new float[moved.length];
    Rows.forEach(
        flow.height(),
        y -> {
          for (int x = 0; x < width; x++) {
            int i = y * width + x;
            float there = samples.cubic(y + flow.dy()[i], x + flow.dx()[i], 0);
            moved[i] = Math.abs(there - start.values()[i]);
            still[i] = Math.abs(end.values()[i] - start.values()[i]);
          }
        });
    float[] dx = flow.dx().clone();
    float[] dy = flow.dy().clone();
    Rows.forEach(
        flow.height(),
        y -> {
          for (int x = 0; x < width; x++) {
            int i = y * width + x;
            boolean small = Math.hypot(dx[i], dy[i]) <= LARGEST_TREMBLE;
            if (small
                && around(still, flow, y, x) <= TOLERANCE * around(moved, flow, y, x) + ROUNDING) {
              dx[i] = 0;
              dy[i] = 0;
            }
          }
        });
    return new FlowField(flow.height(), width, dx, dy);
  }

  /** The mean around a pixel. */
  private static float around(float[] values, FlowField flow, int y, int x) {
    float sum = 0;
    int count = 0;
    for (int row = Math.max(y - REACH, 0); row <= Math.min(y + REACH, flow.height() - 1); row++) {
      int last = Math.min(x + REACH, flow.width() - 1);
      for (int column = Math.max(x - REACH, 0); column <= last; column++) {
        sum += values[row * flow.width() + column];
        count++;
      }
    }
    return sum / count;
  }
}
