package org.stylestream.compute.nd4j;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.stylestream.compute.device.TotalVariation;

/**
 * The total variation of images of one size. Differences are those of the flat image from itself,
 * shifted by a pixel or by a row; at the ends of rows, where a pixel's right neighbour is the first
 * of the next row, they are multiplied by zero.
 */
final class Nd4jTotalVariation implements AutoCloseable {
  private static final int CHANNELS = 3;

  private final Reduction reduction;
  private final int length;
  private final int rowLength;
  private final List<NativeFloats> owned = new ArrayList<>();
  private final NativeFloats image;
  private final NativeFloats gradient;
  private final NativeFloats inRow;
  private final Shift right;
  private final Shift below;
  private final Shift rightOfAll;
  private final NativeFloats squares;
  private final NativeFloats slopes;

  /** The difference of the image from itself, shifted by {@code step} elements. */
  private final class Shift {
    private final NativeFloats difference;
    private final INDArray from;
    private final INDArray to;
    private final INDArray gradientFrom;
    private final INDArray gradientTo;
    private final INDArray mask;

    /**
     * @param count elements from which the differences are taken
     */
    Shift(int step, int count) {
      difference = floats(count);
      from = image.part(0, count);
      to = image.part(step, count);
      gradientFrom = gradient.part(0, count);
      gradientTo = gradient.part(step, count);
      mask = inRow.part(0, count);
    }

    /** d = to − from */
    INDArray take() {
      return difference.flat().assign(to).subi(from);
    }

    /** The same, but zero from the last pixels of rows. */
    INDArray takeInRow() {
      return take().muli(mask);
    }

    /** Adds factor · slope, the derivative by the differences, to the image's gradient. */
    void pullBack(double factor, INDArray slope) {
      Nd4jVector.axpy(factor, slope, gradientTo);
      Nd4jVector.axpy(-factor, slope, gradientFrom);
    }
  }

  Nd4jTotalVariation(Reduction reduction, int height, int width) {
    this.reduction = reduction;
    rowLength = Math.multiplyExact(width, CHANNELS);
    length = Math.multiplyExact(height, rowLength);
    image = floats(length);
    gradient = floats(length);
    inRow = floats(length);
    inRow.flat().assign(1);
    INDArray rows = inRow.view('c', height, rowLength);
    for (int channel = 1; channel <= CHANNELS; channel++) {
      rows.getColumn(rowLength - channel).assign(0);
    }
    int allButLastRow = length - rowLength;
    right = new Shift(CHANNELS, allButLastRow);
    below = new Shift(rowLength, allButLastRow);
    rightOfAll = new Shift(CHANNELS, length - CHANNELS);
    squares = floats(allButLastRow);
    slopes = floats(allButLastRow);
  }

  private NativeFloats floats(int count) {
    NativeFloats floats = new NativeFloats(count);
    owned.add(floats);
    return floats;
  }

  /** Bytes that it takes for an image of so many elements, at most. */
  static long bytes(long length) {
    return 8 * NativeFloats.bytes(length);
  }

  /** The total variation; its gradient is added to {@code target}. */
  double add(TotalVariation variation, INDArray pixels, INDArray target) {
    image.flat().assign(pixels);
    gradient.flat().assign(0);
    double value =
        variation instanceof TotalVariation.Coupled coupled
            ? coupled(coupled)
            : separate((TotalVariation.Separate) variation);
    Nd4jVector.axpy(1, gradient.flat(), target);
    return value;
  }

  /** With s = dx² + dy²: factor · Σ s · s^(power − 1) */
  private double coupled(TotalVariation.Coupled form) {
    INDArray dx = right.takeInRow();
    INDArray dy = below.takeInRow();
    INDArray s = squares.flat();
    INDArray slope = slopes.flat();
    s.assign(dx).muli(dx);
    slope.assign(dy).muli(dy);
    s.addi(slope);
    Transforms.pow(slope.assign(s), form.power() - 1, false);
    double sum = reduction.dot(squares, slopes);
    double scale = 2 * form.power() * form.factor();
    right.pullBack(scale, dx.muli(slope));
    below.pullBack(scale, dy.muli(slope));
    return form.factor() * sum;
  }

  private double separate(TotalVariation.Separate form) {
    rightOfAll.takeInRow();
    below.take();
    return separate(rightOfAll, form.horizontalFactor(), form.power())
        + separate(below, form.verticalFactor(), form.power());
  }

  /** factor · Σ |d|^power */
  private double separate(Shift shift, double factor, int power) {
    INDArray d = shift.difference.flat();
    if (power == 1) {
      double sum = reduction.absoluteSum(shift.difference);
      shift.pullBack(factor, Transforms.sign(d, false));
      return factor * sum;
    }
    shift.pullBack(2 * factor, d);
    return factor * reduction.dot(shift.difference, shift.difference);
  }

  @Override
  public void close() {
    owned.forEach(NativeFloats::close);
    owned.clear();
  }
}
