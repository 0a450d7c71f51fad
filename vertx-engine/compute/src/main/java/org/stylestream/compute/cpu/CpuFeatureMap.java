package org.stylestream.compute.cpu;

import org.stylestream.compute.device.FeatureMap;
import org.stylestream.compute.device.Sums;
import org.stylestream.compute.device.Vector;

/** A whole feature map, or a band's own rows of it. */
final class CpuFeatureMap implements FeatureMap {
  private final Team team;
  private final Reduction reduction;
  private final GramMatrix grams;
  private final int height;
  private final int firstRow;
  private final Tensor tensor;

  /**
   * @param height rows of the whole map
   * @param tensor the rows shown, from {@code firstRow} on
   */
  CpuFeatureMap(
      Team team, Reduction reduction, GramMatrix grams, int height, int firstRow, Tensor tensor) {
    this.team = team;
    this.reduction = reduction;
    this.grams = grams;
    this.height = height;
    this.firstRow = firstRow;
    this.tensor = tensor;
  }

  /** The rows shown. */
  Tensor tensor() {
    return tensor;
  }

  @Override
  public int height() {
    return height;
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
    return firstRow;
  }

  @Override
  public int rows() {
    return tensor.height();
  }

  /** Values of the whole map. */
  int denseLength() {
    return Tensor.size(height, width(), channels());
  }

  /** Where the rows shown begin among the values of the whole map. */
  int denseStart() {
    return firstRow * width() * channels();
  }

  /** First of the rows shown that is at least {@code border} from the whole map's edges. */
  int firstInside(int border) {
    return Math.max(0, border - firstRow);
  }

  /** How many of the rows shown are. */
  int rowsInside(int border) {
    int end = Math.min(rows(), height - border - firstRow);
    return Math.max(0, end - firstInside(border));
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
  public void addChannelSums(Vector sums) {
    addChannelSums(position -> 1, sums);
  }

  @Override
  public void addChannelSums(Vector weights, Vector sums) {
    float[] values = CpuVector.array(weights, height() * width());
    int first = firstRow() * width();
    addChannelSums(position -> values[first + position], sums);
  }

  private void addChannelSums(PositionFactor factors, Vector sums) {
    float[] target = CpuVector.array(sums, tensor.channels());
    double[][] rows = new double[tensor.height()][target.length];
    team.run(tensor.height(), (worker, y) -> addRow(y, factors, rows[y]));
    for (int c = 0; c < target.length; c++) {
      double sum = target[c];
      for (double[] row : rows) {
        sum += row[c];
      }
      target[c] = (float) sum;
    }
  }

  private void addRow(int y, PositionFactor factors, double[] sums) {
    for (int x = 0; x < tensor.width(); x++) {
      int from = tensor.offset(y, x);
      float factor = factors.of(y * tensor.width() + x);
      for (int c = 0; c < sums.length; c++) {
        sums[c] += (double) factor * tensor.data()[from + c];
      }
    }
  }

  @Override
  public void read(float[] target) {
    copy(target, 0);
  }

  @Override
  public void copyTo(Vector features) {
    copy(CpuVector.array(features, denseLength()), denseStart());
  }

  private void copy(float[] target, int start) {
    int channels = tensor.channels();
    team.run(
        tensor.height(),
        (worker, y) -> {
          int to = start + y * tensor.width() * channels;
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
      int to = denseStart() + (y * tensor.width() + x) * channels;
      for (int c = 0; c < channels; c++) {
        double difference = (double) tensor.data()[from + c] - target[to + c];
        sum += difference * difference;
      }
    }
    return sum;
  }

  @Override
  public void addSquares(int index, double factor, int border, Sums sums) {
    int first = firstInside(border);
    double sum = reduction.sum(rowsInside(border), (int row) -> squares(first + row, border));
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
