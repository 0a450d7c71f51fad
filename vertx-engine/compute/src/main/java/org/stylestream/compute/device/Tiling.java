package org.stylestream.compute.device;

/**
 * How a network's feature maps are gone through: whole, or block by block (a block ends at its
 * pool) in bands of rows, where only the pooled maps between the blocks are whole. Loss and
 * gradient are the same to rounding.
 *
 * @param bandRows most rows of a block's maps that are looked at together, a multiple of 4. A block
 *     with more of them is computed a second time for its gradient
 * @param pooledInFile whether the pooled maps are kept in a temporary file
 */
public record Tiling(int bandRows, boolean pooledInFile) {
  /** Whole maps, in memory. */
  public static final Tiling WHOLE = new Tiling(Integer.MAX_VALUE / 4 * 4, false);

  public Tiling {
    if (bandRows < 4 || bandRows % 4 != 0) {
      throw new IllegalArgumentException(
          "bands of %d rows; their number must be a multiple of 4".formatted(bandRows));
    }
  }

  /** What it is, for people. */
  public String text() {
    if (equals(WHOLE)) {
      return "whole";
    }
    String bands = "in bands of %d rows".formatted(bandRows);
    return pooledInFile ? bands + ", pooled maps in a temporary file" : bands;
  }
}
