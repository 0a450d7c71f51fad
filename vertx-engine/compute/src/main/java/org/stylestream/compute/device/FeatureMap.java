package org.stylestream.compute.device;

/**
 * The activations of a tapped layer after ReLU, F with one row a position and one column a channel:
 * the whole map, or the rows of it that a band shows.
 */
public interface FeatureMap {
  /** Rows of the whole map. */
  int height();

  /** Columns of positions. */
  int width();

  int channels();

  /** First row shown. */
  int firstRow();

  /** Number of rows shown. */
  int rows();

  /**
   * gram += Fᵀ·F over the positions shown.
   *
   * @param gram channels × channels, symmetric: zeros, or what bands before this one gave
   */
  void addGram(Vector gram);

  /**
   * gram += Σ_p weight_p · F_p·F_pᵀ over the positions p shown, F_p the channels there.
   *
   * @param weights height × width of the whole map, at least 0
   * @param gram as in {@link #addGram(Vector)}
   */
  void addGram(Vector weights, Vector gram);

  /**
   * sums += Σ_p F_p over the positions p shown.
   *
   * @param sums a value a channel: zeros, or what bands before this one gave
   */
  void addChannelSums(Vector sums);

  /**
   * sums += Σ_p weight_p · F_p over the positions p shown.
   *
   * @param weights height × width of the whole map
   * @param sums as in {@link #addChannelSums(Vector)}
   */
  void addChannelSums(Vector weights, Vector sums);

  /**
   * Copies the rows shown to the host.
   *
   * @param target rows × width × channels
   */
  void read(float[] target);

  /**
   * Copies the rows shown to their place in a copy of the whole map.
   *
   * @param features height × width × channels
   */
  void copyTo(Vector features);

  /**
   * sums[index] += factor · Σ (F − P)² over the positions shown.
   *
   * @param features P, height × width × channels
   */
  void addSquaredDistance(int index, double factor, Vector features, Sums sums);

  /**
   * sums[index] += factor · Σ F² over the positions shown that are at least {@code border} from
   * every edge of the whole map.
   */
  void addSquares(int index, double factor, int border, Sums sums);
}
