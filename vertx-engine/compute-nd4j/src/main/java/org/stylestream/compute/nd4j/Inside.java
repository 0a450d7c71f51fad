package org.stylestream.compute.nd4j;

import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The positions of a map's band that are at least so far from every edge of the whole map.
 *
 * @param first of the band's rows
 * @param rows number of rows
 * @param border of positions that are left out
 */
record Inside(int first, int rows, int border) {
  /** Those of a band; empty where there are none. */
  static Optional<Inside> of(Nd4jFeatureMap map, int border) {
    int from = Math.max(map.firstRow(), border);
    int to = Math.min(map.firstRow() + map.rows(), map.height() - border);
    return to > from && map.width() > 2 * border
        ? Optional.of(new Inside(from - map.firstRow(), to - from, border))
        : Optional.empty();
  }

  /** A view of these positions of the band's features, or of its gradient. */
  INDArray of(MapRows band) {
    long row = band.rowLength();
    long[] sides = {1, rows, band.width() - 2L * border, band.channels()};
    long start = band.offset() + first * row + (long) border * band.channels();
    return band.buffer().strided(start, sides, new long[] {rows * row, row, band.channels(), 1});
  }
}
