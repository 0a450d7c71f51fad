package org.stylestream.compute.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.stylestream.compute.device.FeatureMap;
import org.stylestream.compute.device.Sums;
import org.stylestream.compute.device.Vector;

/** A tapped layer's map, or a band of it. */
final class Nd4jFeatureMap implements FeatureMap {
  private final Reduction reduction;
  private final Scratch scratch;
  private final int height;
  private final int firstRow;
  private final MapRows shown;
  private final INDArray flat;
  private final INDArray columns;

  /**
   * @param height of the whole map
   * @param firstRow of the rows shown
   * @param shown the rows
   */
  Nd4jFeatureMap(Reduction reduction, Scratch scratch, int height, int firstRow, MapRows shown) {
    this.reduction = reduction;
    this.scratch = scratch;
    this.height = height;
    this.firstRow = firstRow;
    this.shown = shown;
    flat = shown.flat();
    columns = shown.columns();
  }

  MapRows shown() {
    return shown;
  }

  /** F. */
  INDArray flat() {
    return flat;
  }

  /** Fᵀ. */
  INDArray columns() {
    return columns;
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public int width() {
    return shown.width();
  }

  @Override
  public int channels() {
    return shown.channels();
  }

  @Override
  public int firstRow() {
    return firstRow;
  }

  @Override
  public int rows() {
    return shown.rows();
  }

  /** The rows shown of something that has the whole map's shape. */
  INDArray part(Vector whole) {
    int length = Math.toIntExact(height * shown.rowLength());
    return Nd4jVector.floats(whole, length).part(firstRow * shown.rowLength(), shown.length());
  }

  /**
   * Fᵀ with every position multiplied by its weight, until scratch is used again.
   *
   * @param weights height × width of the whole map
   */
  INDArray weighted(Vector weights) {
    MapRows room = MapRows.of(copy(flat), rows(), width(), channels());
    room.buffer().view('c', shown.positions(), channels()).muliColumnVector(weights(weights));
    return room.columns();
  }

  /** The weights of the positions shown, as a column. */
  INDArray weights(Vector weights) {
    return Nd4jVector.floats(weights, height * width())
        .viewAt((long) firstRow * width(), 'f', shown.positions(), 1);
  }

  /** A one for every position shown, as a column, until scratch is used again. */
  INDArray ones() {
    NativeFloats room = scratch.of(Math.toIntExact(shown.positions()));
    room.flat().assign(1);
    return room.view('f', shown.positions(), 1);
  }

  /** A copy of as many numbers as the rows shown have, until scratch is used again. */
  private NativeFloats copy(INDArray values) {
    NativeFloats room = scratch.of(Math.toIntExact(values.length()));
    room.flat().assign(values);
    return room;
  }

  /** F − target, until scratch is used again; zeros where both are equal. */
  NativeFloats difference(Vector target) {
    NativeFloats difference = copy(flat);
    difference.flat().subi(part(target));
    return difference;
  }

  /** The features at some positions times a factor, until scratch is used again. */
  INDArray inside(Inside inside, double factor) {
    INDArray view = inside.of(shown);
    NativeFloats room = scratch.of(Math.toIntExact(view.length()));
    return room.view('c', view.shape()).assign(view).muli(factor);
  }

  @Override
  public void addGram(Vector gram) {
    addGram(columns, gram);
  }

  @Override
  public void addGram(Vector weights, Vector gram) {
    addGram(weighted(weights), gram);
  }

  private void addGram(INDArray left, Vector gram) {
    int channels = channels();
    INDArray sum = Nd4jVector.floats(gram, channels * channels).view('f', channels, channels);
    Nd4j.getBlasWrapper().level3().gemm(left, columns, sum, false, true, 1, 1);
  }

  @Override
  public void addChannelSums(Vector sums) {
    addChannelSums(ones(), sums);
  }

  @Override
  public void addChannelSums(Vector weights, Vector sums) {
    addChannelSums(weights(weights), sums);
  }

  /** sums += Fᵀ·right */
  private void addChannelSums(INDArray right, Vector sums) {
    INDArray sum = Nd4jVector.floats(sums, channels()).view('f', channels(), 1);
    Nd4j.getBlasWrapper().level3().gemm(columns, right, sum, false, false, 1, 1);
  }

  @Override
  public void read(float[] target) {
    System.arraycopy(flat.toFloatVector(), 0, target, 0, shown.length());
  }

  @Override
  public void copyTo(Vector target) {
    part(target).assign(flat);
  }

  @Override
  public void addSquaredDistance(int index, double factor, Vector target, Sums sums) {
    NativeFloats difference = difference(target);
    Nd4jSums.of(sums).add(index, factor * reduction.dot(difference, difference));
  }

  @Override
  public void addSquares(int index, double factor, int border, Sums sums) {
    Inside.of(this, border)
        .map(inside -> inside(inside, 1))
        .map(values -> scratch.of(Math.toIntExact(values.length())))
        .ifPresent(values -> Nd4jSums.of(sums).add(index, factor * reduction.dot(values, values)));
  }
}
