package org.stylestream.compute.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;

/** Compares states bit by bit. */
final class States {
  private States() {}

  /** A state that stays as it is. */
  static OptimizerState copy(OptimizerState state) {
    Map<String, SavedVector> tensors = new TreeMap<>();
    state.tensors().forEach((name, saved) -> tensors.put(name, SavedVector.of(saved.values())));
    return new OptimizerState(state.optimizer(), tensors, state.numbers());
  }

  static void assertEqual(OptimizerState actual, OptimizerState expected) {
    assertThat(actual.optimizer()).isEqualTo(expected.optimizer());
    assertThat(actual.tensors().keySet()).isEqualTo(expected.tensors().keySet());
    assertThat(actual.numbers().keySet()).isEqualTo(expected.numbers().keySet());
    actual
        .tensors()
        .forEach(
            (name, saved) -> assertThat(saved.values()).as(name).isEqualTo(expected.tensor(name)));
    actual
        .numbers()
        .forEach((name, values) -> assertThat(values).as(name).isEqualTo(expected.numbers(name)));
  }
}
