package org.stylestream.compute.cuda;

import org.stylestream.compute.band.TapGradient;
import org.stylestream.compute.device.FeatureMap;
import org.stylestream.compute.device.Vector;

/** The gradient at a tap; the first term overwrites what the buffer held. */
final class CudaFeatureGradient implements TapGradient {
  private final CudaContext context;
  private final CudaFeatureMap map;
  private final long gradient;
  private boolean written;

  /**
   * @param map the tap's
   * @param gradient address of a buffer of the shape of the rows shown
   */
  CudaFeatureGradient(CudaContext context, CudaFeatureMap map, long gradient) {
    this.context = context;
    this.map = map;
    this.gradient = gradient;
  }

  @Override
  public boolean written() {
    return written;
  }

  private void check(FeatureMap features) {
    if (features != map) {
      throw new IllegalArgumentException("the feature map isn't the one at this gradient's tap");
    }
  }

  private void clear() {
    if (!written) {
      context.gpu().clear(gradient, map.shape().size() * Float.BYTES);
      written = true;
    }
  }

  @Override
  public void addProduct(double factor, FeatureMap features, Vector matrix) {
    check(features);
    addProduct(factor, map.address(), matrix);
  }

  @Override
  public void addProduct(double factor, FeatureMap features, Vector weights, Vector matrix) {
    check(features);
    addProduct(factor, map.weighted(weights), matrix);
  }

  /** Column by column, gradientᵀ += factor · D·Fᵀ. */
  private void addProduct(double factor, long features, Vector matrix) {
    int channels = map.channels();
    long d = CudaVector.address(matrix, (long) channels * channels);
    int positions = map.shape().positions();
    double keep = written ? 1 : 0;
    context
        .gpu()
        .multiply(
            new MatrixProduct(
                channels, positions, channels, d, features, false, factor, keep, gradient));
    written = true;
  }

  @Override
  public void addToAll(double factor, FeatureMap features, Vector row) {
    check(features);
    addRow(factor, row, 0);
  }

  @Override
  public void addToAll(double factor, FeatureMap features, Vector weights, Vector row) {
    check(features);
    addRow(factor, row, map.shown(weights, 1));
  }

  /**
   * @param weights address; 0 where there are none
   */
  private void addRow(double factor, Vector row, long weights) {
    clear();
    long size = map.shape().size();
    Arguments arguments =
        new Arguments()
            .add(gradient)
            .add(CudaVector.address(row, map.channels()))
            .add(weights)
            .add(size)
            .add(map.channels())
            .add((float) factor);
    context.gpu().launch("add_row", Grid.of(size), arguments);
  }

  @Override
  public void addDifference(double factor, FeatureMap features, Vector target) {
    check(features);
    clear();
    long size = map.shape().size();
    Arguments arguments =
        new Arguments()
            .add(gradient)
            .add(map.address())
            .add(map.shown(target, map.channels()))
            .add(size)
            .add((float) factor);
    context.gpu().launch("add_difference", Grid.of(size), arguments);
  }

  @Override
  public void addInside(double factor, FeatureMap features, int border) {
    check(features);
    clear();
    if (map.insideSize(border) > 0) {
      Arguments arguments = new Arguments().add(gradient).add(map.address());
      context
          .gpu()
          .launch(
              "add_inside",
              Grid.of(map.insideSize(border)),
              map.inside(arguments, border).add((float) factor));
    }
  }
}
