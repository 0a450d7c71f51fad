package org.stylestream.compute.cpu;

import org.stylestream.compute.device.FeatureMap;
import org.stylestream.compute.device.Sums;
import org.stylestream.compute.device.Vector;

/** A whole feature map. */
final class CpuFeatureMap implements FeatureMap {
  private final Team team;
  private final Reduction reduction;
  private final GramMatrix grams;
  private final Tensor tensor;

  CpuFeatureMap(Team team, Reduction reduction, GramMatrix grams, Tensor tensor) {
    this.team = team;
    this.reduction = reduction;
    this.grams = grams;
    this.tensor = tensor;
  }

  Tensor tensor() {
    return tensor;
  }

  @Override
  public int height() {
    return tensor.height();
  }

  @Override
  public int width() {
    return tensor.width();
  }

  @Override
  public int channels() {
    return tensor.channels();
  }

  @Override
  public int firstRow() {
    return 0;
  }

  @Override
  public int rows() {
    return tensor.height();
  }

  private int denseLength() {
    return tensor.positions() * tensor.channels();
  }

  @Override
  public void addGram(Vector gram) {
    int channels = tensor.channels();
    grams.add(tensor, CpuVector.array(gram, channels * channels));
  }

  @Override
  public void addGram(Vector weights, Vector gram) {
    int channels = tensor.channels();
    float[] values = CpuVector.array(weights, height() * width());
    grams.add(tensor, values, firstRow() * width(), CpuVector.array(gram, channels * channels));
  }

  @Override
  public void copyTo(Vector features) {
    float[] target = CpuVector.array(features, denseLength());
    int channels = tensor.channels();
    team.run(
        tensor.height(),
        (worker, y) -> {
          int to = y * tensor.width() * channels;
          for (int x = 0; x < tensor.width(); x++, to += channels) {
            System.arraycopy(tensor.data(), tensor.offset(y, x), target, to, channels);
          }
        });
  }

  @Override
  public void addSquaredDistance(int index, double factor, Vector features, Sums sums) {
    float[] target = CpuVector.array(features, denseLength());
    double sum = reduction.sum(tensor.height(), (int y) -> squaredDistance(y, target));
    CpuSums.of(sums).add(index, factor * sum);
  }

  private double squaredDistance(int y, float[] target) {
    int channels = tensor.channels();
    double sum = 0;
    for (int x = 0; x < tensor.width(); x++) {
      int from = tensor.offset(y, x);
      int to = (y * tensor.width() + x) * channels;
      for (int c = 0; c < channels; c++) {
        double difference = (double) tensor.data()[from + c] - target[to + c];
        sum += difference * difference;
      }
    }
    return sum;
  }

  @Override
  public void addSquares(int index, double factor, int border, Sums sums) {
    int rows = Math.max(0, tensor.height() - 2 * border);
    double sum = reduction.sum(rows, (int row) -> squares(border + row, border));
    CpuSums.of(sums).add(index, factor * sum);
  }

  private double squares(int y, int border) {
    double sum = 0;
    for (int x = border; x < tensor.width() - border; x++) {
      int from = tensor.offset(y, x);
      for (int c = 0; c < tensor.channels(); c++) {
        double value = tensor.data()[from + c];
        sum += value * value;
      }
    }
    return sum;
  }
}
