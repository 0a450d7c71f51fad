package org.stylestream.compute.nd4j;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.same.Sum;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Sums in double precision. Rows are widened a block at a time and summed each by itself, and the
 * rows' sums are added in their order, so that the result doesn't depend on the number of threads.
 */
final class Reduction implements AutoCloseable {
  private final INDArray[] left = views();
  private final INDArray[] right = views();
  private final INDArray[] sums = new INDArray[NativeFloats.BLOCK_ROWS + 1];
  private final Sum[] rowSums = new Sum[NativeFloats.BLOCK_ROWS + 1];

  Reduction() {
    INDArray whole = Nd4j.createUninitializedDetached(DataType.DOUBLE, NativeFloats.BLOCK_ROWS);
    sums[NativeFloats.BLOCK_ROWS] = whole;
  }

  private static INDArray[] views() {
    INDArray[] views = new INDArray[NativeFloats.BLOCK_ROWS + 1];
    views[NativeFloats.BLOCK_ROWS] =
        Nd4j.createUninitializedDetached(
            DataType.DOUBLE, NativeFloats.BLOCK_ROWS, NativeFloats.ROW);
    return views;
  }

  /** Σ a · b */
  double dot(NativeFloats a, NativeFloats b) {
    double sum = 0;
    for (int i = 0; i < a.blocks().length; i++) {
      INDArray product = widened(left, a.blocks()[i]);
      product.muli(a == b ? product : widened(right, b.blocks()[i]));
      sum += rows(product);
    }
    return sum;
  }

  /** Σ (a − b)² */
  double squaredDistance(NativeFloats a, NativeFloats b) {
    double sum = 0;
    for (int i = 0; i < a.blocks().length; i++) {
      INDArray difference = widened(left, a.blocks()[i]);
      difference.subi(widened(right, b.blocks()[i]));
      difference.muli(difference);
      sum += rows(difference);
    }
    return sum;
  }

  /** Σ |a| */
  double absoluteSum(NativeFloats a) {
    double sum = 0;
    for (INDArray block : a.blocks()) {
      sum += rows(Transforms.abs(widened(left, block), false));
    }
    return sum;
  }

  private static INDArray widened(INDArray[] views, INDArray block) {
    int rows = block.rows();
    if (views[rows] == null) {
      INDArray whole = views[NativeFloats.BLOCK_ROWS];
      views[rows] =
          Nd4j.create(whole.data(), new long[] {rows, NativeFloats.ROW}, whole.stride(), 0, 'c');
    }
    return views[rows].assign(block);
  }

  /** The sum of the rows' sums; {@code values} is one of the views of the left side. */
  private double rows(INDArray values) {
    int rows = values.rows();
    if (rowSums[rows] == null) {
      INDArray whole = sums[NativeFloats.BLOCK_ROWS];
      sums[rows] = Nd4j.create(whole.data(), new long[] {rows}, new long[] {1}, 0, 'c');
      rowSums[rows] = new Sum(left[rows], sums[rows], 1);
    }
    Nd4j.getExecutioner().exec(rowSums[rows]);
    return Arrays.stream(sums[rows].toDoubleVector()).reduce(0, Double::sum);
  }

  @Override
  public void close() {
    left[NativeFloats.BLOCK_ROWS].close();
    right[NativeFloats.BLOCK_ROWS].close();
    sums[NativeFloats.BLOCK_ROWS].close();
  }
}
