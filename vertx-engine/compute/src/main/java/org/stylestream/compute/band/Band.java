package org.stylestream.compute.band;

import java.util.ArrayList;
import java.util.List;

/**
 * Some rows of a block's maps. Beside its own rows a band has a halo, so that the own rows of all
 * the block's maps are right although rows beyond the band count as zeros: one row for each of at
 * most four convolutions. It begins at a multiple of four, so that its Winograd tiles are those of
 * the whole map, and its features the same bits.
 *
 * @param first first own row, a multiple of four
 * @param rows own rows
 * @param from first row of the halo above
 * @param to row after the halo below
 */
public record Band(int first, int rows, int from, int to) {
  /** Rows above and below; as many as a block has convolutions, and a multiple of four. */
  public static final int HALO = 4;

  /** Cuts a map into bands of about equal height and at most {@code most} own rows. */
  public static List<Band> of(int height, int most) {
    int count = 1 + (height - 1) / most;
    int each = 4 * (1 + (height - 1) / (4 * count));
    List<Band> bands = new ArrayList<>(count);
    for (int first = 0; first < height; first += each) {
      int end = Math.min(height, first + each);
      bands.add(
          new Band(first, end - first, Math.max(0, first - HALO), Math.min(height, end + HALO)));
    }
    return List.copyOf(bands);
  }

  /** Rows with the halo. */
  public int height() {
    return to - from;
  }

  /** Rows of the halo above. */
  public int above() {
    return first - from;
  }

  /** Rows, from the band's first, that the band above has too. */
  public int shared(int mapHeight) {
    return first == 0 ? 0 : Math.min(mapHeight, first + HALO) - from;
  }

  /** Rows, from the band's first, that the band below doesn't have. */
  public int unshared(int mapHeight) {
    int end = first + rows;
    return end == mapHeight ? height() : end - HALO - from;
  }
}
