package org.stylestream.compute.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

/** Compares states bit by bit. */
final class States {
  private States() {}

  static void assertEqual(OptimizerState actual, OptimizerState expected) {
    assertThat(actual.optimizer()).isEqualTo(expected.optimizer());
    assertThat(actual.tensors().keySet()).isEqualTo(expected.tensors().keySet());
    assertThat(actual.numbers().keySet()).isEqualTo(expected.numbers().keySet());
    actual
        .tensors()
        .forEach((name, values) -> assertThat(values).as(name).isEqualTo(expected.tensor(name)));
    actual
        .numbers()
        .forEach((name, values) -> assertThat(values).as(name).isEqualTo(expected.numbers(name)));
  }
}
