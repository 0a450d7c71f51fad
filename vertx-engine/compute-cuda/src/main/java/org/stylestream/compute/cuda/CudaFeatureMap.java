package org.stylestream.compute.cuda;

import org.stylestream.compute.device.FeatureMap;
import org.stylestream.compute.device.Sums;
import org.stylestream.compute.device.Vector;

/** A tapped layer's whole map, or a band's own rows of it. */
final class CudaFeatureMap implements FeatureMap {
  private final CudaContext context;
  private final int height;
  private final int firstRow;
  private final MapShape shape;
  private final long features;
  private final Scratch scratch;

  /**
   * @param height rows of the whole map
   * @param shape of the rows shown, from {@code firstRow} on
   * @param features address of the rows shown
   * @param scratch room for as many
   */
  CudaFeatureMap(
      CudaContext context,
      int height,
      int firstRow,
      MapShape shape,
      long features,
      Scratch scratch) {
    this.context = context;
    this.height = height;
    this.firstRow = firstRow;
    this.shape = shape;
    this.features = features;
    this.scratch = scratch;
  }

  /** Of the rows shown. */
  MapShape shape() {
    return shape;
  }

  /** Address of F. */
  long address() {
    return features;
  }

  @Override
  public int height() {
    return height;
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
    return firstRow;
  }

  @Override
  public int rows() {
    return shape.height();
  }

  /**
   * Where the rows shown are in something of the whole map's size.
   *
   * @param channels values a position
   */
  long shown(Vector whole, int channels) {
    long row = (long) shape.width() * channels;
    return CudaVector.address(whole, height * row) + firstRow * row * Float.BYTES;
  }

  /** First of the rows shown that is inside a border. */
  private int firstInside(int border) {
    return Math.max(0, border - firstRow);
  }

  /** How many of the rows shown are. */
  private int rowsInside(int border) {
    int end = Math.min(shape.height(), height - border - firstRow);
    return Math.max(0, end - firstInside(border));
  }

  /** Number of elements inside a border. */
  long insideSize(int border) {
    return (long) rowsInside(border) * insideRow(border);
  }

  private long insideRow(int border) {
    return (long) Math.max(0, shape.width() - 2 * border) * shape.channels();
  }

  /**
   * Adds what tells a kernel which elements are inside a border: rows, elements of a whole row, and
   * first and number of those of a row.
   *
   * @param arguments those before
   */
  Arguments inside(Arguments arguments, int border) {
    return arguments
        .add((long) rowsInside(border))
        .add(shape.rowSize())
        .add(shape.rowSize() * firstInside(border) + (long) border * shape.channels())
        .add(insideRow(border));
  }

  /**
   * Address of F with every position multiplied by its weight, until it is asked for again.
   *
   * @param weights height × width
   */
  long weighted(Vector weights) {
    long target = scratch.address();
    Arguments arguments =
        new Arguments()
            .add(features)
            .add(shown(weights, 1))
            .add(shape.size())
            .add(shape.channels())
            .add(target);
    context.gpu().launch("weigh", Grid.of(shape.size()), arguments);
    return target;
  }

  @Override
  public void addGram(Vector gram) {
    addGram(features, gram);
  }

  @Override
  public void addGram(Vector weights, Vector gram) {
    addGram(weighted(weights), gram);
  }

  /** gram += Lᵀ·F; column by column, F is Fᵀ. */
  private void addGram(long left, Vector gram) {
    int channels = shape.channels();
    long target = CudaVector.address(gram, (long) channels * channels);
    context
        .gpu()
        .multiply(
            new MatrixProduct(
                channels, channels, shape.positions(), left, features, true, 1, 1, target));
  }

  @Override
  public void addChannelSums(Vector sums) {
    long ones = scratch.address();
    Arguments arguments = new Arguments().add(ones).add((long) shape.positions()).add(1f);
    context.gpu().launch("fill", Grid.of(shape.positions()), arguments);
    addChannelSums(ones, sums);
  }

  @Override
  public void addChannelSums(Vector weights, Vector sums) {
    addChannelSums(shown(weights, 1), sums);
  }

  /** sums += Fᵀ·w. */
  private void addChannelSums(long weights, Vector sums) {
    int channels = shape.channels();
    long target = CudaVector.address(sums, channels);
    context
        .gpu()
        .multiply(
            new MatrixProduct(
                channels, 1, shape.positions(), features, weights, false, 1, 1, target));
  }

  @Override
  public void copyTo(Vector target) {
    context.gpu().copy(features, shown(target, shape.channels()), shape.size() * Float.BYTES);
  }

  @Override
  public void read(float[] target) {
    context.transfers().read(features, target, Math.toIntExact(shape.size()));
  }

  @Override
  public void addSquaredDistance(int index, double factor, Vector target, Sums sums) {
    Arguments arguments =
        new Arguments().add(features).add(shown(target, shape.channels())).add(shape.size());
    CudaSums.of(sums)
        .add(index, factor, new Reductions.Kernel("squared_distance", shape.size(), arguments));
  }

  @Override
  public void addSquares(int index, double factor, int border, Sums sums) {
    long size = insideSize(border);
    if (size > 0) {
      Arguments arguments = inside(new Arguments().add(features), border);
      CudaSums.of(sums)
          .add(index, factor, new Reductions.Kernel("squares_inside", size, arguments));
    }
  }
}
