package org.stylestream.compute.optimizer;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Everything an optimiser needs to go on exactly as if it had never stopped. Its tensors, of which
 * L-BFGS may have gigabytes, are fetched when they are asked for, one after the other: an array
 * holds until the next tensor is asked for.
 *
 * @param optimizer which optimiser, for example {@code adam}
 * @param length of a point, and of each tensor
 * @param tensors where they come from, by name, among them {@value #POINT}, the current iterate
 * @param numbers by name
 */
public record OptimizerState(
    String optimizer,
    int length,
    Map<String, Supplier<float[]>> tensors,
    Map<String, double[]> numbers) {
  /** Name of the tensor that holds the current iterate. */
  public static final String POINT = "point";

  /**
   * Name of the tensor that holds the mean of the iterates, where that is what is shown of them.
   */
  public static final String AVERAGE = "average";

  public OptimizerState {
    tensors = Collections.unmodifiableMap(new TreeMap<>(tensors));
    numbers = Collections.unmodifiableMap(new TreeMap<>(numbers));
  }

  /**
   * Refuses another optimiser's state.
   *
   * @throws IllegalArgumentException if this isn't the state of {@code wanted}
   */
  void requireOptimizer(String wanted) {
    if (!optimizer.equals(wanted)) {
      throw new IllegalArgumentException(
          "the state saved is that of %s; this run uses %s".formatted(optimizer, wanted));
    }
  }

  /** The current iterate; holds until the next tensor is asked for. */
  public float[] point() {
    return tensor(POINT);
  }

  /** What is to be seen of the iterates so far; holds until the next tensor is asked for. */
  public float[] shown() {
    return tensors.containsKey(AVERAGE) ? tensor(AVERAGE) : point();
  }

  /**
   * A tensor; holds until the next is asked for.
   *
   * @throws IllegalArgumentException if the state lacks it
   */
  public float[] tensor(String name) {
    return require("tensor", name, tensors).get();
  }

  /**
   * An array of numbers.
   *
   * @throws IllegalArgumentException if the state lacks it
   */
  public double[] numbers(String name) {
    return require("number", name, numbers);
  }

  /**
   * A single number.
   *
   * @throws IllegalArgumentException if the state lacks it
   */
  public double number(String name) {
    double[] values = numbers(name);
    if (values.length != 1) {
      throw new IllegalArgumentException(
          "the state of %s has %d values of %s; it must have one"
              .formatted(optimizer, values.length, name));
    }
    return values[0];
  }

  private <T> T require(String what, String name, Map<String, T> values) {
    T value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "the state of %s lacks the %s %s".formatted(optimizer, what, name));
    }
    return value;
  }
}
