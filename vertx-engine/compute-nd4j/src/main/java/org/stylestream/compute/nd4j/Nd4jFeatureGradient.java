package org.stylestream.compute.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.stylestream.compute.device.FeatureGradient;
import org.stylestream.compute.device.FeatureMap;
import org.stylestream.compute.device.Vector;

/**
 * The gradient at a tap; the first term clears what the buffer held, unless layers above wrote it.
 */
final class Nd4jFeatureGradient implements FeatureGradient {
  private final Nd4jFeatureMap map;
  private final NativeFloats buffer;
  private final INDArray flat;
  private final INDArray columns;
  private boolean written;

  /**
   * @param map the tap's
   * @param buffer begins with the gradient
   */
  Nd4jFeatureGradient(Nd4jFeatureMap map, NativeFloats buffer) {
    this.map = map;
    this.buffer = buffer;
    flat = buffer.view('c', map.shape().length());
    columns = Nd4jFeatureMap.columns(buffer, map.shape());
  }

  Nd4jFeatureMap map() {
    return map;
  }

  /**
   * Before terms are added.
   *
   * @param fromAbove whether the buffer holds the gradient from the layers above
   */
  void begin(boolean fromAbove) {
    written = fromAbove;
  }

  /** Whether there is a gradient, from a term or from above. */
  boolean written() {
    return written;
  }

  private void check(FeatureMap features) {
    if (features != map) {
      throw new IllegalArgumentException("the feature map isn't the one at this gradient's tap");
    }
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
    Nd4j.getBlasWrapper().level3().gemm(d, right, columns, false, false, factor, 1);
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
    Nd4j.getBlasWrapper().level3().gemm(r, weights, columns, false, true, factor, 1);
  }

  @Override
  public void addDifference(double factor, FeatureMap features, Vector target) {
    check(features);
    Nd4jVector.axpy(factor, map.flat(), flat);
    Nd4jVector.axpy(-factor, Nd4jVector.floats(target, map.shape().length()).flat(), flat);
  }

  @Override
  public void addInside(double factor, FeatureMap features, int border) {
    check(features);
    if (border == 0) {
      Nd4jVector.axpy(factor, map.flat(), flat);
    } else if (Inside.exists(map.shape(), border)) {
      INDArray added = map.inside(border).copied().muli(factor);
      Inside.view(buffer, map.shape(), border).addi(added);
    }
  }
}
