package org.stylestream.compute.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * A tensor to be written. Its values are asked for when its turn comes, so that a supplier may fill
 * one array again and again.
 *
 * @param name unique in its file
 * @param shape lengths of its sides, row-major; empty for a scalar
 * @param values where its values come from
 */
public record Tensor(String name, List<Integer> shape, Values values) {
  /** Values of one of the types that are written; as many as the product of the tensor's shape. */
  public sealed interface Values {}

  /** Written as F32. */
  public record Floats(Supplier<float[]> source) implements Values {}

  /** Written as F64. */
  public record Doubles(Supplier<double[]> source) implements Values {}

  /** Written as U8. */
  public record Bytes(Supplier<byte[]> source) implements Values {}

  public Tensor {
    shape = List.copyOf(shape);
    if (shape.stream().anyMatch(side -> side < 0)) {
      throw new IllegalArgumentException(
          "tensor %s has the shape %s; no side may be negative".formatted(name, shape));
    }
  }

  public static Tensor of(String name, float[] values, int... shape) {
    return new Tensor(name, boxed(shape), new Floats(() -> values));
  }

  public static Tensor of(String name, double[] values, int... shape) {
    return new Tensor(name, boxed(shape), new Doubles(() -> values));
  }

  public static Tensor of(String name, byte[] values, int... shape) {
    return new Tensor(name, boxed(shape), new Bytes(() -> values));
  }

  /** A float32 tensor whose values are computed when they are written. */
  public static Tensor ofFloats(String name, Supplier<float[]> values, int... shape) {
    return new Tensor(name, boxed(shape), new Floats(values));
  }

  /** Type it is written as. */
  public ElementType type() {
    if (values instanceof Floats) {
      return ElementType.F32;
    }
    return values instanceof Doubles ? ElementType.F64 : ElementType.U8;
  }

  /** Number of elements. */
  public long elements() {
    return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }

  private static List<Integer> boxed(int[] shape) {
    return Arrays.stream(shape).boxed().toList();
  }
}
