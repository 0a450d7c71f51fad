package org.stylestream.compute.cpu;

/** A sum of FᵀF over positions, in the order in which they are added. */
public interface GramSum {
  /** Begins anew, for maps of this shape. */
  void clear(int channels, int stride);

  /**
   * Adds some positions.
   *
   * @param positions at most {@link #POSITIONS}
   */
  void add(float[] features, int at, int positions);

  /** gram[i][j] += the sum's element, for j ≥ i. */
  void addRow(int i, float[] gram);

  /** Positions that fit the caches together. */
  int POSITIONS = 240;
}
