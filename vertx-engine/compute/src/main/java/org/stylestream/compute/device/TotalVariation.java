package org.stylestream.compute.device;

/**
 * A form of the total variation of an image x of H × W × 3, with dy = x[y+1] − x[y] and dx = x[x+1]
 * − x[x] per channel.
 */
public sealed interface TotalVariation {
  /**
   * factor · Σ (dx² + dy²)^power over the first H−1 rows and W−1 columns.
   *
   * @param power at least 1
   */
  record Coupled(double factor, double power) implements TotalVariation {}

  /**
   * horizontalFactor · Σ |dx|^power + verticalFactor · Σ |dy|^power, dx over H × (W−1) and dy over
   * (H−1) × W.
   *
   * @param power 1 or 2
   */
  record Separate(double horizontalFactor, double verticalFactor, int power)
      implements TotalVariation {
    public Separate {
      if (power != 1 && power != 2) {
        throw new IllegalArgumentException("power is " + power + "; it must be 1 or 2");
      }
    }
  }

  /**
   * straight · Σ d² over the differences of neighbours in a row or a column, plus diagonal · Σ d²
   * over those of diagonal neighbours, in an image whose edges are repeated once around it. There,
   * the diagonal neighbours of an edge's pixel are the edge's own: so along an edge the differences
   * of neighbours count 2 · diagonal more.
   */
  record NinePoint(double straight, double diagonal) implements TotalVariation {}
}
