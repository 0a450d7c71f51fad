package org.stylestream.compute.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.stylestream.compute.device.Vector;
import org.stylestream.compute.testing.ArrayDevice;

class LbfgsHistoryTest {
  private static final int LENGTH = 50;
  private static final int MEMORY = 4;

  private final Random random = new Random(5);

  @Test
  void givesTheDirectionOfTheRecursionOnVectors() {
    try (VectorGroup vectors = new VectorGroup(new ArrayDevice(), LENGTH)) {
      Iterate iterate = new Iterate(vectors);
      LbfgsHistory history = new LbfgsHistory(vectors, MEMORY);
      Vector gradient = vectors.add();
      Vector direction = vectors.add();
      List<double[][]> pairs = new ArrayList<>();
      for (int i = 0; i < 3 * MEMORY; i++) {
        double[][] pair = pair();
        iterate.candidate().write(floats(pair[0]));
        iterate.candidateGradient().write(floats(pair[1]));
        assertThat(history.add(iterate, 0)).isTrue();
        pairs.add(pair);
        double[] g = gaussian();
        gradient.write(floats(g));

        history.direct(gradient, direction);

        List<double[][]> kept = pairs.subList(Math.max(0, pairs.size() - MEMORY), pairs.size());
        assertThat(doubles(vectors.source(direction).get()))
            .containsExactly(twoLoops(kept, g), Offset.offset(1e-4));
      }
    }
  }

  @Test
  void keepsNoPairWithoutCurvature() {
    try (VectorGroup vectors = new VectorGroup(new ArrayDevice(), LENGTH)) {
      Iterate iterate = new Iterate(vectors);
      LbfgsHistory history = new LbfgsHistory(vectors, MEMORY);
      iterate.candidate().fill(1);
      iterate.candidateGradient().fill(-1);

      assertThat(history.add(iterate, 0)).isFalse();
      assertThat(history.size()).isZero();
    }
  }

  /** Nocedal and Wright, algorithm 7.4, on the vectors themselves, in double. */
  private static double[] twoLoops(List<double[][]> pairs, double[] gradient) {
    double[] q = gradient.clone();
    double[] alpha = new double[pairs.size()];
    for (int i = pairs.size() - 1; i >= 0; i--) {
      double[][] pair = pairs.get(i);
      alpha[i] = dot(pair[0], q) / dot(pair[0], pair[1]);
      add(q, -alpha[i], pair[1]);
    }
    double[][] youngest = pairs.get(pairs.size() - 1);
    double gamma = dot(youngest[0], youngest[1]) / dot(youngest[1], youngest[1]);
    double[] r = new double[q.length];
    add(r, gamma, q);
    for (int i = 0; i < pairs.size(); i++) {
      double[][] pair = pairs.get(i);
      double beta = dot(pair[1], r) / dot(pair[0], pair[1]);
      add(r, alpha[i] - beta, pair[0]);
    }
    double[] direction = new double[r.length];
    add(direction, -1, r);
    return direction;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void add(double[] target, double factor, double[] x) {
    for (int i = 0; i < x.length; i++) {
      target[i] += factor * x[i];
    }
  }

  /** s, and y = s scaled element by element, so that s·y is above 0; both exact in float. */
  private double[][] pair() {
    double[] move = gaussian();
    double[] change = new double[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      change[i] = (float) (move[i] * (0.2 + i / 10.0));
    }
    return new double[][] {move, change};
  }

  private double[] gaussian() {
    double[] values = new double[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static float[] floats(double[] values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
  }

  private static double[] doubles(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }
}
