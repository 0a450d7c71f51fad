package org.stylestream.compute.optimizer;

import org.junit.jupiter.api.Test;
import org.stylestream.compute.device.Vector;
import org.stylestream.compute.testing.AnalyticFunctions;
import org.stylestream.compute.testing.ArrayDevice;

class LbfgsTest {
  @Test
  void probe() {
    probe("rosen", AnalyticFunctions::extendedRosenbrock, new float[] {-1.2f, 1}, 1);
    probe("powell", AnalyticFunctions::extendedPowell, new float[] {3, -1, 0, 1}, 1);
    probe("quad1e4", AnalyticFunctions.quadratic(1e4), new float[] {1}, 1);
    probe("quad1e6", AnalyticFunctions.quadratic(1e6), new float[] {1}, 1);
    probe("rosen", AnalyticFunctions::extendedRosenbrock, new float[] {-1.2f, 1}, 1e12);
    probe("rosen", AnalyticFunctions::extendedRosenbrock, new float[] {-1.2f, 1}, 1e-10);
  }

  private void probe(
      String name, AnalyticFunctions.ArrayFunction f, float[] pattern, double factor) {
    ArrayDevice device = new ArrayDevice();
    Vector start = device.vector(1000);
    float[] values = new float[1000];
    for (int i = 0; i < 1000; i++) values[i] = pattern[i % pattern.length];
    start.write(values);
    StringBuilder out = new StringBuilder();
    try (Optimizer o = new LbfgsSettings(10, 1).open(device, 1000, java.util.Optional.empty())) {
      Step s =
          o.start(
              AnalyticFunctions.of(
                  (x, g) -> {
                    double l = f.evaluate(x, g) * factor;
                    for (int i = 0; i < g.length; i++) g[i] *= factor;
                    return l;
                  }),
              start);
      double l0 = s.loss();
      double[] targets = {1e-2, 1e-4, 1e-6, 1e-8, 1e-10};
      int t = 0;
      int it = 0;
      while (s.status() == Step.Status.ACCEPTED && t < 5 && s.evaluations() < 6000) {
        s = o.step();
        it++;
        while (t < 5 && s.loss() <= targets[t] * l0)
          out.append(targets[t++] + ":" + s.evaluations() + "(" + it + ") ");
      }
      System.out.println(name + " " + factor + " " + out + s);
    }
  }
}
