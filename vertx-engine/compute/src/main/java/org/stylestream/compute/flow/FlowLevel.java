package org.stylestream.compute.flow;

import org.stylestream.compute.image.Plane;

/**
 * One size of the images between which a flow is sought. Names and numbers are those of J. Sánchez,
 * E. Meinhardt-Llopis, G. Facciolo, TV-L1 Optical Flow Estimation, IPOL 2013, for values on 0–255.
 */
final class FlowLevel {
  private static final float TAU = 0.25f;
  private static final float LAMBDA = 0.15f;
  private static final float THETA = 0.3f;

  /** Steps on the duals, for each linearisation. */
  private static final int STEPS = 30;

  private static final float FLAT = 1e-9f;

  private final int height;
  private final int width;
  private final float[] start;
  private final Samples end;
  private final Samples slopeX;
  private final Samples slopeY;
  private final float[] ix;
  private final float[] iy;
  private final float[] constant;
  private final Dual dualX;
  private final Dual dualY;

  FlowLevel(Plane start, Plane end) {
    this.height = start.height();
    this.width = start.width();
    this.start = start.values();
    this.end = new Samples(height, width, 1, end.values());
    int size = height * width;
    this.slopeX = new Samples(height, width, 1, new float[size]);
    this.slopeY = new Samples(height, width, 1, new float[size]);
    Rows.forEach(height, y -> slopes(end.values(), y));
    this.ix = new float[size];
    this.iy = new float[size];
    this.constant = new float[size];
    this.dualX = new Dual(size);
    this.dualY = new Dual(size);
  }

  /** p of one component of u. */
  private record Dual(float[] x, float[] y) {
    Dual(int size) {
      this(new float[size], new float[size]);
    }
  }

  /** Central differences, with repeated edges. */
  private void slopes(float[] values, int y) {
    int above = Math.max(y - 1, 0) * width;
    int below = Math.min(y + 1, height - 1) * width;
    int row = y * width;
    for (int x = 0; x < width; x++) {
      int left = Math.max(x - 1, 0);
      int right = Math.min(x + 1, width - 1);
      slopeX.values()[row + x] = (values[row + right] - values[row + left]) / 2;
      slopeY.values()[row + x] = (values[below + x] - values[above + x]) / 2;
    }
  }

  /** A better flow: I₁ is linearised at {@code flow}, and the convex problem solved. */
  FlowField improve(FlowField flow) {
    Rows.forEach(height, y -> linearise(flow, y));
    float[] u1 = flow.dx().clone();
    float[] u2 = flow.dy().clone();
    for (int i = 0; i < STEPS; i++) {
      Rows.forEach(height, y -> primal(u1, u2, y));
      Rows.forEach(height, y -> dual(u1, dualX, y));
      Rows.forEach(height, y -> dual(u2, dualY, y));
    }
    return new FlowField(height, width, median(u1), median(u2));
  }

  /** ∇I₁(x + u⁰), and the part of ρ(u) = I₁(x + u⁰) + ∇I₁ · (u − u⁰) − I₀ that u doesn't change. */
  private void linearise(FlowField flow, int y) {
    for (int x = 0; x < width; x++) {
      int i = y * width + x;
      float dx = flow.dx()[i];
      float dy = flow.dy()[i];
      if (!flow.leadsInside(y, x)) {
        ix[i] = 0;
        iy[i] = 0;
        constant[i] = 0;
        continue;
      }
      ix[i] = slopeX.cubic(y + dy, x + dx, 0);
      iy[i] = slopeY.cubic(y + dy, x + dx, 0);
      constant[i] = end.cubic(y + dy, x + dx, 0) - ix[i] * dx - iy[i] * dy - start[i];
    }
  }

  /** v = u + TH(u, u⁰), then u = v + θ · div p. */
  private void primal(float[] u1, float[] u2, int y) {
    for (int x = 0; x < width; x++) {
      int i = y * width + x;
      float rho = constant[i] + ix[i] * u1[i] + iy[i] * u2[i];
      float squared = ix[i] * ix[i] + iy[i] * iy[i];
      float step = threshold(rho, squared);
      u1[i] += step * ix[i] + THETA * divergence(dualX, y, x);
      u2[i] += step * iy[i] + THETA * divergence(dualY, y, x);
    }
  }

  private static float threshold(float rho, float squared) {
    float bound = LAMBDA * THETA * squared;
    if (rho < -bound) {
      return LAMBDA * THETA;
    }
    if (rho > bound) {
      return -LAMBDA * THETA;
    }
    return squared > FLAT ? -rho / squared : 0;
  }

  /** Of backward differences, the adjoint of the forward ones below. */
  private float divergence(Dual p, int y, int x) {
    int i = y * width + x;
    float dx = (x < width - 1 ? p.x()[i] : 0) - (x > 0 ? p.x()[i - 1] : 0);
    float dy = (y < height - 1 ? p.y()[i] : 0) - (y > 0 ? p.y()[i - width] : 0);
    return dx + dy;
  }

  /** p = (p + τ/θ · ∇u) / (1 + τ/θ · |∇u|) */
  private void dual(float[] u, Dual p, int y) {
    float factor = TAU / THETA;
    for (int x = 0; x < width; x++) {
      int i = y * width + x;
      float dx = x < width - 1 ? u[i + 1] - u[i] : 0;
      float dy = y < height - 1 ? u[i + width] - u[i] : 0;
      float divisor = 1 + factor * (float) Math.sqrt(dx * dx + dy * dy);
      p.x()[i] = (p.x()[i] + factor * dx) / divisor;
      p.y()[i] = (p.y()[i] + factor * dy) / divisor;
    }
  }

  /** The median of 3 × 3, with repeated edges. */
  private float[] median(float[] values) {
    float[] medians = new float[values.length];
    Rows.forEach(
        height,
        y -> {
          float[] window = new float[9];
          for (int x = 0; x < width; x++) {
            medians[y * width + x] = median(values, y, x, window);
          }
        });
    return medians;
  }

  private float median(float[] values, int y, int x, float[] window) {
    int count = 0;
    for (int row = y - 1; row <= y + 1; row++) {
      int offset = Math.min(Math.max(row, 0), height - 1) * width;
      for (int column = x - 1; column <= x + 1; column++) {
        float value = values[offset + Math.min(Math.max(column, 0), width - 1)];
        int place = count++;
        while (place > 0 && window[place - 1] > value) {
          window[place] = window[place - 1];
          place--;
        }
        window[place] = value;
      }
    }
    return window[count / 2];
  }
}
