package org.stylestream.compute.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.Sums;
import org.stylestream.compute.device.Vector;
import org.stylestream.compute.testing.Networks;
import org.stylestream.compute.testing.TestDevices;

/** The verbs against their definitions in double precision. */
@Tag("conformance")
@ParameterizedClass
@MethodSource("org.stylestream.compute.testing.TestDevices#ids")
class VectorTest {
  private final Device device;

  VectorTest(String id) {
    device = TestDevices.open(id, 3);
  }

  @AfterEach
  void close() {
    device.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4095, 4096, 4097, 20_011})
  void verbsDoWhatTheirDefinitionsSay(int length) {
    float[] x = Networks.gaussian(new Random(1), length, 2);
    float[] y = Networks.gaussian(new Random(2), length, 3);
    Vector a = vector(x);
    check(y, v -> v.scale(-1.5), i -> -1.5 * y[i]);
    check(y, v -> v.axpy(0.3, a), i -> y[i] + 0.3 * x[i]);
    check(y, v -> v.blend(0.9, 0.1, a), i -> 0.9 * y[i] + 0.1 * x[i]);
    check(y, v -> v.blendSquare(0.9, 0.1, a), i -> 0.9 * y[i] + 0.1 * x[i] * x[i]);
    check(y, v -> v.multiply(a), i -> (double) y[i] * x[i]);
    check(y, v -> v.fill(4), i -> 4);
    check(y, v -> v.copy(a), i -> x[i]);
    check(y, v -> v.clamp(-1, 2), i -> Math.min(Math.max(y[i], -1), 2));
    check(
        y, v -> v.combine(new double[] {2, -0.5, 3}, List.of(a, v, a)), i -> 5 * x[i] - 0.5 * y[i]);
    Vector squares = vector(new float[length]);
    squares.blendSquare(0, 1, a);
    check(
        y, v -> v.descend(0.7, a, squares, 1e-3), i -> y[i] - 0.7 * x[i] / (Math.abs(x[i]) + 1e-3));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4095, 4096, 4097, 20_011})
  void reductionsAreSummedInDoublePrecision(int length) {
    float[] x = Networks.gaussian(new Random(1), length, 2);
    float[] y = Networks.gaussian(new Random(2), length, 3);
    double dot = 0;
    double absolute = 0;
    double maximum = 0;
    double square = 0;
    for (int i = 0; i < length; i++) {
      dot += (double) x[i] * y[i];
      square += (double) x[i] * x[i];
      absolute += Math.abs(x[i]);
      maximum = Math.max(maximum, Math.abs(x[i]));
    }
    Vector a = vector(x);
    Vector b = vector(y);
    assertThat(a.dot(b)).isCloseTo(dot, within(1e-12 * square));
    double[] dots = new double[2];
    a.dots(List.of(b, a), dots);
    assertThat(dots[0]).isEqualTo(a.dot(b));
    assertThat(dots[1]).isCloseTo(square, within(1e-12 * square));
    assertThat(a.absoluteSum()).isCloseTo(absolute, within(1e-12 * absolute));
    assertThat(a.absoluteMaximum()).isEqualTo(maximum);
    Sums sums = device.sums(2);
    sums.addDot(1, -2, a, b);
    double[] results = new double[2];
    sums.read(results);
    assertThat(results).containsExactly(0, -2 * a.dot(b));
    sums.clear();
    sums.read(results);
    assertThat(results).containsOnly(0);
  }

  @Test
  void aNanStaysOne() {
    Vector a = vector(new float[] {1, Float.NaN, 300});
    a.clamp(0, 255);
    float[] values = new float[3];
    a.read(values);
    assertThat(values).containsExactly(1, Float.NaN, 255);
    assertThat(a.absoluteMaximum()).isNaN();
  }

  @Test
  void vectorsOfAnotherLengthAreRefused() {
    Vector a = device.vector(3);
    assertThatThrownBy(() -> a.dot(device.vector(4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4 elements")
        .hasMessageContaining("3 are needed");
    assertThatThrownBy(() -> device.vector(0)).isInstanceOf(IllegalArgumentException.class);
  }

  private Vector vector(float[] values) {
    Vector vector = device.vector(values.length);
    vector.write(values);
    return vector;
  }

  private void check(float[] start, Consumer<Vector> verb, IntToDoubleFunction expected) {
    Vector vector = vector(start);
    verb.accept(vector);
    float[] values = new float[start.length];
    vector.read(values);
    for (int i = 0; i < values.length; i++) {
      assertThat((double) values[i]).isCloseTo(expected.applyAsDouble(i), within(1e-5));
    }
  }
}
