package org.stylestream.compute.cpu;

import java.util.Arrays;
import org.stylestream.compute.network.Pooling;

/** 2 × 2 pooling with stride 2; an odd last row or column is dropped. */
final class Pool {
  private final Kernels kernels;
  private final Team team;
  private final Pooling pooling;

  Pool(Kernels kernels, Team team, Pooling pooling) {
    this.kernels = kernels;
    this.team = team;
    this.pooling = pooling;
  }

  void forward(Tensor in, Tensor out) {
    int n = in.stride();
    team.run(
        out.height(),
        (worker, y) -> {
          for (int x = 0; x < out.width(); x++) {
            int upper = in.offset(2 * y, 2 * x);
            int lower = in.offset(2 * y + 1, 2 * x);
            int to = out.offset(y, x);
            if (pooling == Pooling.MAX) {
              kernels.maximum(in.data(), upper, upper + n, lower, lower + n, out.data(), to, n);
            } else {
              kernels.mean(in.data(), upper, upper + n, lower, lower + n, out.data(), to, n);
            }
          }
        });
  }

  /**
   * The gradient through the pool and the ReLU before it.
   *
   * @param activation what the pool was given
   * @param out the gradient with respect to the pool's results
   * @param in the gradient with respect to {@code activation}, masked by its ReLU; laid out in its
   *     array as {@code activation} is
   * @param add whether {@code in} holds a gradient, not yet masked, to add to
   */
  void backward(Tensor activation, Tensor out, Tensor in, boolean add) {
    team.run(
        out.height(),
        (worker, y) -> {
          for (int x = 0; x < out.width(); x++) {
            route(activation, out, in, y, x, add);
          }
          if (activation.width() % 2 == 1) {
            int last = activation.width() - 1;
            drop(activation, in, activation.offset(2 * y, last), in.stride(), add);
            drop(activation, in, activation.offset(2 * y + 1, last), in.stride(), add);
          }
        });
    if (activation.height() % 2 == 1) {
      int last = activation.offset(activation.height() - 1, 0);
      drop(activation, in, last, in.width() * in.stride(), add);
    }
  }

  private void route(Tensor activation, Tensor out, Tensor in, int y, int x, boolean add) {
    int n = in.stride();
    int upper = in.offset(2 * y, 2 * x);
    int lower = in.offset(2 * y + 1, 2 * x);
    int from = out.offset(y, x);
    float[] a = activation.data();
    if (pooling == Pooling.MAX) {
      kernels.routeMaximum(
          a, upper, upper + n, lower, lower + n, out.data(), from, in.data(), n, add);
    } else {
      kernels.routeMean(a, upper, upper + n, lower, lower + n, out.data(), from, in.data(), n, add);
    }
  }

  private void drop(Tensor activation, Tensor in, int at, int n, boolean add) {
    if (add) {
      kernels.mask(activation.data(), in.data(), at, n);
    } else {
      Arrays.fill(in.data(), at, at + n, 0f);
    }
  }
}
