package org.stylestream.compute.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.stylestream.compute.band.TapGradient;
import org.stylestream.compute.device.FeatureMap;
import org.stylestream.compute.device.Vector;

/** The gradient at a tap; the first term overwrites what the buffer held. */
final class Nd4jFeatureGradient implements TapGradient {
  private final Nd4jFeatureMap map;
  private final MapRows gradient;
  private final INDArray flat;
  private boolean written;

  /**
   * @param map the tap's
   * @param gradient the rows that the map shows
   */
  Nd4jFeatureGradient(Nd4jFeatureMap map, MapRows gradient) {
    this.map = map;
    this.gradient = gradient;
    flat = gradient.flat();
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
      flat.assign(0);
      written = true;
    }
  }

  @Override
  public void addProduct(double factor, FeatureMap features, Vector matrix) {
    check(features);
    addProduct(factor, map.columns(), matrix);
  }

  @Override
  public void addProduct(double factor, FeatureMap features, Vector weights, Vector matrix) {
    check(features);
    addProduct(factor, map.weighted(weights), matrix);
  }

  private void addProduct(double factor, INDArray right, Vector matrix) {
    int channels = map.channels();
    INDArray d = Nd4jVector.floats(matrix, channels * channels).view('f', channels, channels);
    Nd4j.getBlasWrapper()
        .level3()
        .gemm(d, right, gradient.columns(), false, false, factor, written ? 1 : 0);
    written = true;
  }

  @Override
  public void addToAll(double factor, FeatureMap features, Vector row) {
    check(features);
    addToAll(factor, row, map.ones());
  }

  @Override
  public void addToAll(double factor, FeatureMap features, Vector weights, Vector row) {
    check(features);
    addToAll(factor, row, map.weights(weights));
  }

  private void addToAll(double factor, Vector row, INDArray weights) {
    INDArray r = Nd4jVector.floats(row, map.channels()).view('f', map.channels(), 1);
    Nd4j.getBlasWrapper()
        .level3()
        .gemm(r, weights, gradient.columns(), false, true, factor, written ? 1 : 0);
    written = true;
  }

  @Override
  public void addDifference(double factor, FeatureMap features, Vector target) {
    check(features);
    clear();
    Nd4jVector.axpy(factor, map.difference(target).flat(), flat);
  }

  @Override
  public void addInside(double factor, FeatureMap features, int border) {
    check(features);
    clear();
    Inside.of(map, border)
        .ifPresent(inside -> inside.of(gradient).addi(map.inside(inside, factor)));
  }
}
