package org.stylestream.service.picture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The few colours that stand best for a picture's many: colours are gathered in 32³ cells, and the
 * box of cells with the largest squared error is cut in two where that lowers its error most, until
 * there are enough (after X. Wu, Efficient statistical computations for optimal color quantization,
 * Graphics Gems II, 1991).
 *
 * @param colours each of three whole values, 0–255
 */
record ColourPalette(float[][] colours) {
  private static final int CELL_BITS = 5;
  private static final int CHANNELS = 3;

  /**
   * The palette of a picture.
   *
   * @param rgb interleaved, 8 bits a channel
   * @param size the most colours that it may have
   */
  static ColourPalette of(byte[] rgb, int size) {
    Cell[] cells = gather(rgb);
    List<Box> boxes = new ArrayList<>();
    boxes.add(new Box(cells, 0, cells.length));
    while (boxes.size() < size) {
      Box worst = boxes.stream().max(Comparator.comparingDouble(Box::error)).orElseThrow();
      if (worst.error() <= 0) {
        break;
      }
      boxes.remove(worst);
      int cut = worst.bestCut();
      boxes.add(new Box(cells, worst.from, cut));
      boxes.add(new Box(cells, cut, worst.to));
    }
    return new ColourPalette(boxes.stream().map(Box::mean).toArray(float[][]::new));
  }

  /** The index of the colour closest to one given by its channels. */
  int nearest(float red, float green, float blue) {
    int best = 0;
    float smallest = Float.POSITIVE_INFINITY;
    for (int i = 0; i < colours.length; i++) {
      float dr = colours[i][0] - red;
      float dg = colours[i][1] - green;
      float db = colours[i][2] - blue;
      float distance = dr * dr + dg * dg + db * db;
      if (distance < smallest) {
        smallest = distance;
        best = i;
      }
    }
    return best;
  }

  private static Cell[] gather(byte[] rgb) {
    int shift = 8 - CELL_BITS;
    var cells = new Cell[1 << CHANNELS * CELL_BITS];
    for (int i = 0; i < rgb.length; i += CHANNELS) {
      int red = rgb[i] & 0xff;
      int green = rgb[i + 1] & 0xff;
      int blue = rgb[i + 2] & 0xff;
      int index = red >> shift << 2 * CELL_BITS | green >> shift << CELL_BITS | blue >> shift;
      if (cells[index] == null) {
        cells[index] = new Cell();
      }
      cells[index].add(red, green, blue);
    }
    return Arrays.stream(cells).filter(cell -> cell != null).toArray(Cell[]::new);
  }

  private static final class Cell {
    private final double[] sums = new double[CHANNELS];
    private long count;

    void add(int red, int green, int blue) {
      sums[0] += red;
      sums[1] += green;
      sums[2] += blue;
      count++;
    }

    double mean(int channel) {
      return sums[channel] / count;
    }
  }

  /** The cells from {@code from} to before {@code to}. */
  private record Box(Cell[] cells, int from, int to, double[] sums, long count, double[] errors) {
    Box(Cell[] cells, int from, int to) {
      this(cells, from, to, new double[CHANNELS], count(cells, from, to), new double[CHANNELS]);
      for (int channel = 0; channel < CHANNELS; channel++) {
        double squares = 0;
        for (int i = from; i < to; i++) {
          sums[channel] += cells[i].sums[channel];
          squares += cells[i].sums[channel] * cells[i].mean(channel);
        }
        errors[channel] = to - from < 2 ? 0 : squares - sums[channel] * sums[channel] / count;
      }
    }

    private static long count(Cell[] cells, int from, int to) {
      return Arrays.stream(cells, from, to).mapToLong(cell -> cell.count).sum();
    }

    /** The squared distances of the cells' means from the box's. */
    double error() {
      return errors[0] + errors[1] + errors[2];
    }

    float[] mean() {
      var mean = new float[CHANNELS];
      for (int channel = 0; channel < CHANNELS; channel++) {
        mean[channel] = Math.round(sums[channel] / count);
      }
      return mean;
    }

    /**
     * Sorts the cells along the channel with the largest error; returns the first cell of the upper
     * part.
     */
    int bestCut() {
      int channel = widestChannel();
      Arrays.sort(cells, from, to, Comparator.comparingDouble(cell -> cell.mean(channel)));
      double lowerSum = 0;
      long lowerCount = 0;
      double best = Double.NEGATIVE_INFINITY;
      int cut = from + 1;
      for (int i = from; i < to - 1; i++) {
        lowerSum += cells[i].sums[channel];
        lowerCount += cells[i].count;
        double upperSum = sums[channel] - lowerSum;
        // What the cut takes from the error, but for a constant.
        double gain = lowerSum * lowerSum / lowerCount + upperSum * upperSum / (count - lowerCount);
        if (gain > best) {
          best = gain;
          cut = i + 1;
        }
      }
      return cut;
    }

    private int widestChannel() {
      int widest = 0;
      for (int channel = 1; channel < CHANNELS; channel++) {
        if (errors[channel] > errors[widest]) {
          widest = channel;
        }
      }
      return widest;
    }
  }
}
