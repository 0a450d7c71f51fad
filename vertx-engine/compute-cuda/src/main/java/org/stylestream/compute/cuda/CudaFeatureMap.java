package org.stylestream.compute.cuda;

import org.stylestream.compute.device.FeatureMap;
import org.stylestream.compute.device.Sums;
import org.stylestream.compute.device.Vector;

/** A tapped layer's whole map. */
final class CudaFeatureMap implements FeatureMap {
  private final CudaContext context;
  private final MapShape shape;
  private final long features;
  private final Scratch scratch;

  /**
   * @param features address of the map
   * @param scratch room for the map with weights
   */
  CudaFeatureMap(CudaContext context, MapShape shape, long features, Scratch scratch) {
    this.context = context;
    this.shape = shape;
    this.features = features;
    this.scratch = scratch;
  }

  MapShape shape() {
    return shape;
  }

  /** Address of F. */
  long address() {
    return features;
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

  /** Whether positions are left inside a border. */
  boolean hasInside(int border) {
    return shape.height() > 2 * border && shape.width() > 2 * border;
  }

  /**
   * The last arguments of the kernels that look at the positions inside a border: rows, elements of
   * a whole row, and first and number of those inside.
   *
   * @param first the arguments before these
   */
  Arguments inside(Arguments first, int border) {
    int channels = shape.channels();
    return first
        .add((long) shape.height() - 2 * border)
        .add(shape.rowSize())
        .add(shape.rowSize() * border + (long) border * channels)
        .add((long) (shape.width() - 2 * border) * channels);
  }

  /** Number of elements inside a border. */
  long insideSize(int border) {
    return (long) (shape.height() - 2 * border) * (shape.width() - 2 * border) * shape.channels();
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
            .add(CudaVector.address(weights, shape.positions()))
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
  public void copyTo(Vector target) {
    long address = CudaVector.address(target, shape.size());
    context.gpu().copy(features, address, shape.size() * Float.BYTES);
  }

  @Override
  public void addSquaredDistance(int index, double factor, Vector target, Sums sums) {
    Arguments arguments =
        new Arguments()
            .add(features)
            .add(CudaVector.address(target, shape.size()))
            .add(shape.size());
    CudaSums.of(sums)
        .add(index, factor, new Reductions.Kernel("squared_distance", shape.size(), arguments));
  }

  @Override
  public void addSquares(int index, double factor, int border, Sums sums) {
    if (hasInside(border)) {
      Arguments arguments = inside(new Arguments().add(features), border);
      CudaSums.of(sums)
          .add(
              index,
              factor,
              new Reductions.Kernel("squares_inside", insideSize(border), arguments));
    }
  }
}
