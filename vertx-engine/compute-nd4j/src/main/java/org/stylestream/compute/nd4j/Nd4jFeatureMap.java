package org.stylestream.compute.nd4j;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.stylestream.compute.device.FeatureMap;
import org.stylestream.compute.device.Sums;
import org.stylestream.compute.device.Vector;

/** A tapped layer's whole map. */
final class Nd4jFeatureMap implements FeatureMap, AutoCloseable {
  private final Reduction reduction;
  private final Scratch scratch;
  private final MapShape shape;
  private final NativeFloats features;
  private final INDArray columns;
  private final Map<Integer, Inside> insides = new HashMap<>();
  private Optional<NativeFloats> ones = Optional.empty();

  /**
   * @param features of the shape; belongs to the caller
   */
  Nd4jFeatureMap(Reduction reduction, Scratch scratch, MapShape shape, NativeFloats features) {
    this.reduction = reduction;
    this.scratch = scratch;
    this.shape = shape;
    this.features = features;
    columns = columns(features, shape);
  }

  /**
   * A map as a matrix of channels × positions: BLAS writes only matrices that lie column by column,
   * and there F, which lies row by row, is Fᵀ.
   */
  static INDArray columns(NativeFloats map, MapShape shape) {
    return map.view('f', shape.channels(), shape.positions());
  }

  MapShape shape() {
    return shape;
  }

  /** F. */
  INDArray flat() {
    return features.flat();
  }

  /** Fᵀ. */
  INDArray columns() {
    return columns;
  }

  /** The positions inside a border that leaves some. */
  Inside inside(int border) {
    return insides.computeIfAbsent(border, b -> new Inside(features, shape, b));
  }

  @Override
  public int height() {
    return shape.height();
  }

  @Override
  public int width() {
    return shape.width();
  }

  @Override
  public int channels() {
    return shape.channels();
  }

  @Override
  public int firstRow() {
    return 0;
  }

  @Override
  public int rows() {
    return shape.height();
  }

  /**
   * Fᵀ with every position multiplied by its weight, until it is asked for again.
   *
   * @param weights height × width
   */
  INDArray weighted(Vector weights) {
    int positions = Math.toIntExact(shape.positions());
    INDArray column = Nd4jVector.floats(weights, positions).view('c', positions, 1);
    NativeFloats room = scratch.of(shape.length());
    room.flat().assign(features.flat());
    room.view('c', positions, shape.channels()).muliColumnVector(column);
    return columns(room, shape);
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
    int channels = shape.channels();
    INDArray sum = Nd4jVector.floats(gram, channels * channels).view('f', channels, channels);
    Nd4j.getBlasWrapper().level3().gemm(left, columns, sum, false, true, 1, 1);
  }

  /** A one for every position. */
  INDArray ones() {
    if (ones.isEmpty()) {
      NativeFloats made = new NativeFloats(shape.positions());
      made.flat().assign(1);
      ones = Optional.of(made);
    }
    return column(ones.get());
  }

  /** A weight for every position. */
  INDArray weights(Vector weights) {
    return column(Nd4jVector.floats(weights, Math.toIntExact(shape.positions())));
  }

  private static INDArray column(NativeFloats values) {
    return values.view('f', values.length(), 1);
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
    INDArray sum = Nd4jVector.floats(sums, shape.channels()).view('f', shape.channels(), 1);
    Nd4j.getBlasWrapper().level3().gemm(columns, right, sum, false, false, 1, 1);
  }

  @Override
  public void copyTo(Vector target) {
    Nd4jVector.floats(target, shape.length()).flat().assign(features.flat());
  }

  @Override
  public void addSquaredDistance(int index, double factor, Vector target, Sums sums) {
    NativeFloats other = Nd4jVector.floats(target, shape.length());
    Nd4jSums.of(sums).add(index, factor * reduction.squaredDistance(features, other));
  }

  @Override
  public void addSquares(int index, double factor, int border, Sums sums) {
    if (Inside.exists(shape, border)) {
      Nd4jSums.of(sums).add(index, factor * squares(border));
    }
  }

  private double squares(int border) {
    if (border == 0) {
      return reduction.dot(features, features);
    }
    Inside inside = inside(border);
    inside.copied();
    return reduction.dot(inside.room(), inside.room());
  }

  @Override
  public void close() {
    insides.values().forEach(Inside::close);
    insides.clear();
    ones.ifPresent(NativeFloats::close);
    ones = Optional.empty();
  }
}
