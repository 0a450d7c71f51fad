package org.stylestream.compute.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Copies states, and compares them bit by bit. */
final class States {
  private States() {}

  /** A state that holds whatever its optimiser does. */
  static OptimizerState copy(OptimizerState state) {
    Map<String, Supplier<float[]>> tensors = new TreeMap<>();
    for (String name : state.tensors().keySet()) {
      float[] values = state.tensor(name).clone();
      tensors.put(name, () -> values);
    }
    return new OptimizerState(state.optimizer(), state.length(), tensors, state.numbers());
  }

  static void assertEqual(OptimizerState actual, OptimizerState expected) {
    assertThat(actual.optimizer()).isEqualTo(expected.optimizer());
    assertThat(actual.tensors().keySet()).isEqualTo(expected.tensors().keySet());
    assertThat(actual.numbers().keySet()).isEqualTo(expected.numbers().keySet());
    for (String name : actual.tensors().keySet()) {
      assertThat(actual.tensor(name)).as(name).isEqualTo(expected.tensor(name));
    }
    actual
        .numbers()
        .forEach((name, values) -> assertThat(values).as(name).isEqualTo(expected.numbers(name)));
  }
}
