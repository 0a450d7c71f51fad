package org.stylestream.compute.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stylestream.compute.device.CancelledException;
import org.stylestream.compute.device.Vector;
import org.stylestream.compute.testing.AnalyticFunctions;
import org.stylestream.compute.testing.AnalyticFunctions.ArrayFunction;
import org.stylestream.compute.testing.ArrayDevice;

class LbfgsTest {
  private static final int LENGTH = 1000;

  private final ArrayDevice device = new ArrayDevice();

  private static ArrayFunction function(String name) {
    return switch (name) {
      case "rosenbrock" -> AnalyticFunctions::extendedRosenbrock;
      case "powell" -> AnalyticFunctions::extendedPowell;
      case "condition 1e4" -> AnalyticFunctions.quadratic(1e4);
      case "condition 1e6" -> AnalyticFunctions.quadratic(1e6);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static float[] start(String name) {
    return switch (name) {
      case "rosenbrock" -> new float[] {-1.2f, 1};
      case "powell" -> new float[] {3, -1, 0, 1};
      default -> new float[] {1};
    };
  }

  private Vector vector(float... pattern) {
    float[] values = new float[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      values[i] = pattern[i % pattern.length];
    }
    Vector vector = device.vector(LENGTH);
    vector.write(values);
    return vector;
  }

  private Optimizer open() {
    return LbfgsSettings.DEFAULT.open(device, LENGTH, Optional.empty());
  }

  /** Steps until the loss is at most {@code target}, or for {@code maximum} evaluations. */
  private static Step descend(Optimizer optimizer, Step first, double target, int maximum) {
    Step step = first;
    while (step.status() == Step.Status.ACCEPTED
        && step.loss() > target
        && step.evaluations() < maximum) {
      step = optimizer.step();
    }
    return step;
  }

  /**
   * The last column: evaluations that SciPy 1.17.1 took for the same decrease
   * (scipy.optimize.fmin_l_bfgs_b, m=10, factr=0, pgtol=0, float64, n = 1000).
   */
  @ParameterizedTest
  @CsvSource({
    "rosenbrock, 1e-2, 28",
    "rosenbrock, 1e-6, 41",
    "rosenbrock, 1e-10, 43",
    "powell, 1e-2, 9",
    "powell, 1e-6, 19",
    "powell, 1e-10, 32",
    "condition 1e4, 1e-4, 89",
    "condition 1e4, 1e-8, 357",
    "condition 1e4, 1e-10, 491",
    "condition 1e6, 1e-4, 113",
    "condition 1e6, 1e-6, 863",
    "condition 1e6, 1e-8, 2215"
  })
  void takesNoMoreEvaluationsThanSciPy(String name, double decrease, int scipyEvaluations) {
    try (Optimizer optimizer = open()) {
      Step first = optimizer.start(AnalyticFunctions.of(function(name)), vector(start(name)));

      Step last = descend(optimizer, first, decrease * first.loss(), 5000);

      assertThat(last.loss()).isLessThanOrEqualTo(decrease * first.loss());
      assertThat(last.evaluations()).isLessThanOrEqualTo((int) (1.1 * scipyEvaluations));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-14, 1e-4, 1e12})
  void knowsNoScaleOfTheLoss(double factor) {
    ArrayFunction scaled =
        (x, gradient) -> {
          double loss = AnalyticFunctions.extendedRosenbrock(x, gradient);
          for (int i = 0; i < gradient.length; i++) {
            gradient[i] *= factor;
          }
          return factor * loss;
        };
    try (Optimizer optimizer = open()) {
      Step first = optimizer.start(AnalyticFunctions.of(scaled), vector(-1.2f, 1));

      Step last = descend(optimizer, first, 1e-8 * first.loss(), 60);

      assertThat(last.loss()).isLessThanOrEqualTo(1e-8 * first.loss());
    }
  }

  @Test
  void goesOnWhereRoundingHidesTheDecrease() {
    ArrayFunction quadratic = AnalyticFunctions.quadratic(1e3);
    double[] hidden = new double[1];
    ArrayFunction rough =
        (x, gradient) -> {
          hidden[0] = quadratic.evaluate(x, gradient);
          // The digits of a scaled value are as good as random.
          double noise = 1e6 * Math.abs(hidden[0] * 1e3) % 1 - 0.5;
          return (1e4 + hidden[0]) * (1 + 1e-6 * noise);
        };
    try (Optimizer optimizer = open()) {
      Step step = optimizer.start(AnalyticFunctions.of(rough), vector(1));
      double first = hidden[0];

      descend(optimizer, step, 0, 300);

      // Rounding of the loss is 5e-3; what it hides has fallen well below that.
      assertThat(first).isGreaterThan(1e4);
      assertThat(hidden[0]).isLessThan(1e-4);
    }
  }

  @Test
  void shrinksStepsThatLeaveTheDomain() {
    // Σ x − log x, least at 1, no number for x ≤ 0; the first move from 0.01 jumps far out.
    ArrayFunction barrier =
        (x, gradient) -> {
          double sum = 0;
          for (int i = 0; i < x.length; i++) {
            sum += x[i] - Math.log(x[i]);
            gradient[i] = 1 - 1 / x[i];
          }
          return sum;
        };
    try (Optimizer optimizer = new LbfgsSettings(10, 1000).open(device, LENGTH, Optional.empty())) {
      Step first = optimizer.start(AnalyticFunctions.of(barrier), vector(0.01f, 5, 70));

      Step last = descend(optimizer, first, LENGTH * (1 + 1e-6), 60);

      assertThat(last.loss()).isLessThanOrEqualTo(LENGTH * (1 + 1e-6));
    }
  }

  @Test
  void stallsAtTheMinimum() {
    try (Optimizer optimizer = open()) {
      Step first =
          optimizer.start(AnalyticFunctions.of(AnalyticFunctions.quadratic(10)), vector(0));

      assertThat(first).isEqualTo(new Step(Step.Status.ACCEPTED, 0, 1));
      assertThat(optimizer.step()).isEqualTo(new Step(Step.Status.STALLED, 0, 1));
      assertThat(optimizer.step()).isEqualTo(new Step(Step.Status.STALLED, 0, 1));
    }
  }

  @Test
  void stallsWhereTheGradientIsWrongAndKeepsTheIterate() {
    ArrayFunction uphill =
        (x, gradient) -> {
          java.util.Arrays.fill(gradient, -1);
          return java.util.Arrays.stream(x).sum();
        };
    try (Optimizer optimizer = open()) {
      optimizer.start(AnalyticFunctions.of(uphill), vector(3));

      Step step = optimizer.step();

      assertThat(step.status()).isEqualTo(Step.Status.STALLED);
      assertThat(step.loss()).isEqualTo(3 * LENGTH);
      assertThat(optimizer.state().point()).containsOnly(3f);
    }
  }

  @Test
  void forgetsAHistoryThatMisleads() {
    LossFunction rosenbrock = AnalyticFunctions.of(AnalyticFunctions::extendedRosenbrock);
    try (Optimizer optimizer = open()) {
      optimizer.start(rosenbrock, vector(-1.2f, 1));
      for (int i = 0; i < 8; i++) {
        optimizer.step();
      }
      OptimizerState state = States.copy(optimizer.state());
      double[] products = state.numbers("moveChangeProducts").clone();
      assertThat(products).hasSize(8 * 8);
      for (int i = 0; i < products.length; i++) {
        products[i] = -products[i];
      }
      Map<String, double[]> numbers = new TreeMap<>(state.numbers());
      numbers.put("moveChangeProducts", products);
      Step before =
          optimizer.restore(
              rosenbrock,
              new OptimizerState(state.optimizer(), state.length(), state.tensors(), numbers));

      Step after = optimizer.step();

      assertThat(after.status()).isEqualTo(Step.Status.ACCEPTED);
      assertThat(after.loss()).isLessThan(before.loss());
      assertThat(optimizer.state().numbers("moveChangeProducts")).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void divergesAtAStartThatIsNoNumber(double loss) {
    try (Optimizer optimizer = open()) {
      assertThat(optimizer.start((point, gradient) -> loss, vector(1)).status())
          .isEqualTo(Step.Status.DIVERGED);
    }
  }

  @Test
  void divergesAtAGradientThatIsNoNumber() {
    LossFunction function =
        (point, gradient) -> {
          gradient.fill(Float.NaN);
          return 1;
        };
    try (Optimizer optimizer = open()) {
      assertThat(optimizer.start(function, vector(1)).status()).isEqualTo(Step.Status.DIVERGED);
    }
  }

  @Test
  void divergesWhereEveryTrialIsNoNumber() {
    AtomicInteger evaluations = new AtomicInteger();
    LossFunction function =
        (point, gradient) -> {
          gradient.fill(1);
          return evaluations.getAndIncrement() == 0 ? 1 : Double.NaN;
        };
    try (Optimizer optimizer = open()) {
      optimizer.start(function, vector(1));

      assertThat(optimizer.step().status()).isEqualTo(Step.Status.DIVERGED);
      assertThat(optimizer.state().point()).containsOnly(1f);
    }
  }

  @Test
  void acceptsThePointEvaluatedLast() {
    float[] evaluated = new float[LENGTH];
    LossFunction rosenbrock = AnalyticFunctions.of(AnalyticFunctions::extendedRosenbrock);
    LossFunction function =
        (point, gradient) -> {
          point.read(evaluated);
          return rosenbrock.evaluate(point, gradient);
        };
    try (Optimizer optimizer = open()) {
      optimizer.start(function, vector(-1.2f, 1));
      for (int i = 0; i < 30; i++) {
        optimizer.step();
        assertThat(optimizer.state().point()).isEqualTo(evaluated);
      }
    }
  }

  @Test
  void allocatesNoVectorAfterItWasOpened() {
    try (Optimizer optimizer = open()) {
      Vector start = vector(-1.2f, 1);
      int made = device.made();
      optimizer.start(AnalyticFunctions.of(AnalyticFunctions::extendedRosenbrock), start);
      for (int i = 0; i < 30; i++) {
        optimizer.step();
      }
      assertThat(device.made()).isEqualTo(made);
    }
  }

  @Test
  void closesWhatItMadeWhereTheDeviceHasNoRoomForAll() {
    device.allowVectors(7);

    assertThatThrownBy(this::open).hasMessage("no memory for another vector");
    assertThat(device.made()).isEqualTo(7);
    assertThat(device.open()).isZero();
  }

  @Test
  void staysAtItsIterateWhenTheFunctionThrowsAtAnyEvaluation() {
    LossFunction rosenbrock = AnalyticFunctions.of(AnalyticFunctions::extendedRosenbrock);
    AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
    LossFunction function =
        (point, gradient) -> {
          if (left.getAndDecrement() == 0) {
            gradient.fill(Float.NaN);
            throw new CancelledException();
          }
          return rosenbrock.evaluate(point, gradient);
        };
    try (Optimizer broken = open();
        Optimizer unbroken = open()) {
      broken.start(function, vector(-1.2f, 1));
      unbroken.start(rosenbrock, vector(-1.2f, 1));
      for (int i = 0; i < 30; i++) {
        OptimizerState before = States.copy(broken.state());
        left.set(0);
        assertThatThrownBy(broken::step).isInstanceOf(CancelledException.class);
        States.assertEqual(broken.state(), before);
        left.set(Integer.MAX_VALUE);
        broken.step();
        unbroken.step();
        assertThat(broken.state().point()).isEqualTo(unbroken.state().point());
      }
    }
  }

  @Test
  void refusesARange() {
    assertThatThrownBy(
            () -> LbfgsSettings.DEFAULT.open(device, LENGTH, Optional.of(ValueRange.IMAGE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "L-BFGS can't keep values between 0.0 and 255.0; use Adam or gradient descent, or no"
                + " range");
  }

  @Test
  void refusesAStateWithMorePairsThanItHasRoomFor() {
    LossFunction function = AnalyticFunctions.of(AnalyticFunctions::extendedRosenbrock);
    try (Optimizer large = open();
        Optimizer small = new LbfgsSettings(2, 1).open(device, LENGTH, Optional.empty())) {
      large.start(function, vector(-1.2f, 1));
      for (int i = 0; i < 5; i++) {
        large.step();
      }
      assertThatThrownBy(() -> small.restore(function, large.state()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the state of L-BFGS has 5 pairs; this run's memory has room for 2");
    }
  }
}
