package org.stylestream.compute.cpu;

/**
 * Sums in double precision over fixed pieces, added in their order: the same for any number of
 * threads.
 */
final class Reduction {
  /** Elements in a piece. */
  static final int PIECE = 4096;

  /** What one piece adds. */
  @FunctionalInterface
  interface Piece {
    double sum(int index);
  }

  /** What a run of elements adds. */
  @FunctionalInterface
  interface Range {
    double sum(int from, int to);
  }

  private final Team team;
  private double[] partial = {};

  Reduction(Team team) {
    this.team = team;
  }

  /** The sum over the pieces 0 … count − 1. */
  double sum(int count, Piece piece) {
    compute(count, piece);
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += partial[i];
    }
    return sum;
  }

  /** The largest over the pieces 0 … count − 1; NaN if any is. */
  double maximum(int count, Piece piece) {
    compute(count, piece);
    double maximum = 0;
    for (int i = 0; i < count; i++) {
      maximum = Math.max(maximum, partial[i]);
    }
    return maximum;
  }

  /** The sum over the elements 0 … length − 1. */
  double sum(int length, Range range) {
    return sum(pieces(length), piece(length, range));
  }

  /** The largest over the elements 0 … length − 1; NaN if any is. */
  double maximum(int length, Range range) {
    return maximum(pieces(length), piece(length, range));
  }

  static int pieces(int length) {
    return (length + PIECE - 1) / PIECE;
  }

  private static Piece piece(int length, Range range) {
    return index -> range.sum(index * PIECE, (int) Math.min(length, (index + 1L) * PIECE));
  }

  private void compute(int count, Piece piece) {
    if (partial.length < count) {
      partial = new double[count];
    }
    team.run(count, (worker, index) -> partial[index] = piece.sum(index));
  }
}
