package org.stylestream.compute.nd4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
  private final int height;
  private final NativeFloats squares;
  private final NativeFloats slopes;
  private Optional<NinePointShifts> ninePointShifts = Optional.empty();

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
      this(step, count, 0, inRow);
    }

    /**
     * @param first element from which the differences are taken
     * @param masks what the differences from all elements are multiplied by
     */
    Shift(int step, int count, int first, NativeFloats masks) {
      difference = floats(count);
      from = image.part(first, count);
      to = image.part(first + step, count);
      gradientFrom = gradient.part(first, count);
      gradientTo = gradient.part(first + step, count);
      mask = masks.part(first, count);
    }

    /** d = to − from */
    INDArray take() {
      return difference.flat().assign(to).subi(from);
    }

    /** The same, but zero where the mask is: from the last pixels of rows, if no other is given. */
    INDArray takeMasked() {
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
    this.height = height;
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

  /** The differences of the nine-point form that the others don't have. */
  private final class NinePointShifts {
    private final Shift rightAtEdges;
    private final Shift belowAtEdges;
    private final Shift falling;
    private final Shift rising;

    NinePointShifts() {
      NativeFloats edgeRows = floats(length);
      INDArray rows = edgeRows.view('c', height, rowLength);
      rows.getRow(0).assign(1);
      rows.getRow(height - 1L).assign(1);
      edgeRows.flat().muli(inRow.flat());
      NativeFloats edgeColumns = floats(length);
      NativeFloats notFirst = floats(length);
      notFirst.flat().assign(1);
      for (int channel = 0; channel < CHANNELS; channel++) {
        edgeColumns.view('c', height, rowLength).getColumn(channel).assign(1);
        edgeColumns.view('c', height, rowLength).getColumn(rowLength - 1L - channel).assign(1);
        notFirst.view('c', height, rowLength).getColumn(channel).assign(0);
      }
      int allButLastRow = length - rowLength;
      rightAtEdges = new Shift(CHANNELS, length - CHANNELS, 0, edgeRows);
      belowAtEdges = new Shift(rowLength, allButLastRow, 0, edgeColumns);
      falling = new Shift(rowLength + CHANNELS, allButLastRow - CHANNELS, 0, inRow);
      rising = new Shift(rowLength - CHANNELS, allButLastRow - CHANNELS, CHANNELS, notFirst);
    }
  }

  /** Bytes that it takes for an image of so many elements, at most. */
  static long bytes(long length) {
    return 15 * NativeFloats.bytes(length);
  }

  /** The total variation; its gradient is added to {@code target}. */
  double add(TotalVariation variation, INDArray pixels, INDArray target) {
    image.flat().assign(pixels);
    gradient.flat().assign(0);
    double value = value(variation);
    Nd4jVector.axpy(1, gradient.flat(), target);
    return value;
  }

  private double value(TotalVariation variation) {
    if (variation instanceof TotalVariation.Coupled coupled) {
      return coupled(coupled);
    }
    return variation instanceof TotalVariation.NinePoint ninePoint
        ? ninePoint(ninePoint)
        : separate((TotalVariation.Separate) variation);
  }

  private double ninePoint(TotalVariation.NinePoint form) {
    NinePointShifts shifts = ninePointShifts.orElseGet(NinePointShifts::new);
    ninePointShifts = Optional.of(shifts);
    rightOfAll.takeMasked();
    below.take();
    double value = separate(rightOfAll, form.straight(), 2) + separate(below, form.straight(), 2);
    shifts.rightAtEdges.takeMasked();
    shifts.belowAtEdges.takeMasked();
    value += separate(shifts.rightAtEdges, 2 * form.diagonal(), 2);
    value += separate(shifts.belowAtEdges, 2 * form.diagonal(), 2);
    shifts.falling.takeMasked();
    shifts.rising.takeMasked();
    return value
        + separate(shifts.falling, form.diagonal(), 2)
        + separate(shifts.rising, form.diagonal(), 2);
  }

  /** With s = dx² + dy²: factor · Σ s · s^(power − 1) */
  private double coupled(TotalVariation.Coupled form) {
    INDArray dx = right.takeMasked();
    INDArray dy = below.takeMasked();
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
    rightOfAll.takeMasked();
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
