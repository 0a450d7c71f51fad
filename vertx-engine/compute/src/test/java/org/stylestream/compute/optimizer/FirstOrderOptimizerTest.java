package org.stylestream.compute.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stylestream.compute.device.Vector;
import org.stylestream.compute.testing.AnalyticFunctions;
import org.stylestream.compute.testing.ArrayDevice;

class FirstOrderOptimizerTest {
  private static final float[] START = {-1.2f, 1, 0.5f, -2};

  private final ArrayDevice device = new ArrayDevice();
  private final LossFunction rosenbrock =
      AnalyticFunctions.of(AnalyticFunctions::extendedRosenbrock);

  private Vector start() {
    Vector vector = device.vector(START.length);
    vector.write(START);
    return vector;
  }

  private static double[] wide(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  /** Kingma and Ba, algorithm 1, or the form at the end of their section 2, in double. */
  private static double[] adam(AdamSettings settings, int steps) {
    double[] x = wide(START);
    double[] m = new double[x.length];
    double[] v = new double[x.length];
    double[] g = new double[x.length];
    for (int t = 1; t <= steps; t++) {
      AnalyticFunctions.extendedRosenbrock(x, g);
      for (int i = 0; i < x.length; i++) {
        m[i] = settings.beta1() * m[i] + (1 - settings.beta1()) * g[i];
        v[i] = settings.beta2() * v[i] + (1 - settings.beta2()) * g[i] * g[i];
        double mHat = m[i] / (1 - Math.pow(settings.beta1(), t));
        double vHat = v[i] / (1 - Math.pow(settings.beta2(), t));
        if (settings.form() == EpsilonForm.PAPER) {
          x[i] -= settings.learningRate() * mHat / (Math.sqrt(vHat) + settings.epsilon());
        } else {
          double rate =
              settings.learningRate()
                  * Math.sqrt(1 - Math.pow(settings.beta2(), t))
                  / (1 - Math.pow(settings.beta1(), t));
          x[i] -= rate * m[i] / (Math.sqrt(v[i]) + settings.epsilon());
        }
      }
    }
    return x;
  }

  @ParameterizedTest
  @EnumSource(EpsilonForm.class)
  void adamFollowsItsPaper(EpsilonForm form) {
    AdamSettings settings = new AdamSettings(0.02, 0.9, 0.99, 5, form);
    try (Optimizer optimizer = settings.open(device, START.length, Optional.empty())) {
      optimizer.start(rosenbrock, start());
      for (int i = 0; i < 40; i++) {
        optimizer.step();
      }
      assertThat(wide(optimizer.state().point()))
          .containsExactly(adam(settings, 40), Offset.offset(1e-4));
    }
  }

  @Test
  void theFormsOfEpsilonDiffer() {
    AdamSettings keras = new AdamSettings(0.02, 0.9, 0.99, 5, EpsilonForm.KERAS);
    AdamSettings paper = new AdamSettings(0.02, 0.9, 0.99, 5, EpsilonForm.PAPER);

    assertThat(Math.abs(adam(keras, 40)[1] - adam(paper, 40)[1])).isGreaterThan(0.01);
  }

  @Test
  void gradientDescentDecaysAsKerasDoes() {
    // On Σ x² the gradient is 2·x: every step multiplies x by 1 − 2·rate.
    LossFunction squares =
        AnalyticFunctions.of(
            (x, gradient) -> {
              for (int i = 0; i < x.length; i++) {
                gradient[i] = 2 * x[i];
              }
              return Arrays.stream(x).map(value -> value * value).sum();
            });
    var settings = new GradientDescentSettings(0.25, 0.5, 2);
    try (Optimizer optimizer = settings.open(device, START.length, Optional.empty())) {
      optimizer.start(squares, start());
      double factor = 1;
      for (int step = 0; step < 6; step++) {
        factor *= 1 - 0.5 * Math.pow(0.5, step / 2.0);
        Step taken = optimizer.step();
        assertThat(taken.evaluations()).isEqualTo(step + 2);
        assertThat((double) optimizer.state().point()[3])
            .isCloseTo(-2 * factor, Offset.offset(1e-6));
      }
    }
  }

  @Test
  void keepsToTheRange() {
    var settings = new AdamSettings(10, 0.9, 0.999, 1e-8, EpsilonForm.PAPER);
    ValueRange range = new ValueRange(-1, 2);
    try (Optimizer optimizer = settings.open(device, START.length, Optional.of(range))) {
      optimizer.start(rosenbrock, start());
      Step step = optimizer.step();

      float[] point = optimizer.state().point();
      assertThat(point).containsExactly(2, 2, -1, 2);
      assertThat(step.loss())
          .isEqualTo(AnalyticFunctions.extendedRosenbrock(wide(point), new double[4]));
    }
  }

  @Test
  void divergesWhereTheLossIsNoNumberAndKeepsTheIterate() {
    LossFunction logarithm =
        AnalyticFunctions.of(
            (x, gradient) -> {
              Arrays.fill(gradient, 1);
              return Math.log(x[0]);
            });
    var settings = new GradientDescentSettings(0.6, 1, 1);
    try (Optimizer optimizer = settings.open(device, 1, Optional.empty())) {
      Vector one = device.vector(1);
      one.fill(1);
      optimizer.start(logarithm, one);

      assertThat(optimizer.step().status()).isEqualTo(Step.Status.ACCEPTED);
      Step step = optimizer.step();

      assertThat(step.status()).isEqualTo(Step.Status.DIVERGED);
      assertThat(step.loss()).isNaN();
      assertThat(optimizer.state().point()).containsExactly(0.4f);
    }
  }

  @Test
  void refusesAnothersState() {
    var adam = new AdamSettings(10, 0.9, 0.999, 1e-8, EpsilonForm.PAPER);
    var descent = new GradientDescentSettings(0.6, 1, 1);
    try (Optimizer first = adam.open(device, START.length, Optional.empty());
        Optimizer second = descent.open(device, START.length, Optional.empty());
        Optimizer shorter = adam.open(device, 2, Optional.empty())) {
      first.start(rosenbrock, start());
      OptimizerState state = first.state();

      assertThatThrownBy(() -> second.restore(rosenbrock, state))
          .hasMessage("the state saved is that of adam; this run uses gradient-descent");
      assertThatThrownBy(() -> shorter.restore(rosenbrock, state))
          .hasMessage("the state of adam has 4 values of mean; it must have 2");
    }
  }

  @Test
  void refusesConstantsThatMakeNoSense() {
    assertThatThrownBy(() -> new AdamSettings(0, 0.9, 0.999, 1e-8, EpsilonForm.KERAS))
        .hasMessage("the learning rate is 0.0; it must be a number above 0");
    assertThatThrownBy(() -> new AdamSettings(1, 1, 0.999, 1e-8, EpsilonForm.KERAS))
        .hasMessage("beta1 is 1.0; it must be at least 0 and below 1");
    assertThatThrownBy(() -> new GradientDescentSettings(1, Double.NaN, 1))
        .hasMessage("the decay rate is NaN; it must be a number above 0");
    assertThatThrownBy(() -> new LbfgsSettings(0, 1))
        .hasMessage("the memory of L-BFGS is 0; it must be at least 1");
    assertThatThrownBy(() -> new ValueRange(1, 1))
        .hasMessage("the range 1.0 to 1.0 is empty; its low end must be below its high end");
  }
}
