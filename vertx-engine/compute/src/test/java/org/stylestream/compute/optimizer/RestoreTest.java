package org.stylestream.compute.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stylestream.compute.device.Vector;
import org.stylestream.compute.testing.AnalyticFunctions;
import org.stylestream.compute.testing.ArrayDevice;

class RestoreTest {
  private static final int LENGTH = 60;
  private static final int STEPS = 25;

  private final ArrayDevice device = new ArrayDevice();
  private final LossFunction rosenbrock =
      AnalyticFunctions.of(AnalyticFunctions::extendedRosenbrock);

  static Stream<OptimizerSettings> settings() {
    return Stream.of(
        new LbfgsSettings(4, 1),
        new AdamSettings(0.05, 0.9, 0.999, 1e-7, EpsilonForm.KERAS),
        new GradientDescentSettings(1e-4, 0.9, 10));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void goesOnBitForBitFromEveryIteration(OptimizerSettings settings) {
    try (Optimizer unbroken = settings.open(device, LENGTH, Optional.empty());
        Optimizer resumed = settings.open(device, LENGTH, Optional.empty());
        Vector start = device.vector(LENGTH)) {
      start.fill(-1.1f);
      Step step = unbroken.start(rosenbrock, start);
      for (int i = 0; i < STEPS; i++) {
        OptimizerState state = States.copy(unbroken.state());
        assertThat(resumed.restore(rosenbrock, state)).isEqualTo(step);
        States.assertEqual(resumed.state(), state);

        step = unbroken.step();

        assertThat(resumed.step()).isEqualTo(step);
        States.assertEqual(resumed.state(), unbroken.state());
      }
    }
    assertThat(device.open()).isZero();
  }
}
