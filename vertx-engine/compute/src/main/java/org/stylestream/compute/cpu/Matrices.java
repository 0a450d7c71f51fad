package org.stylestream.compute.cpu;

/** Some matrices of one shape, laid out as right operands of {@link Block#multiply}. */
public interface Matrices {
  int inner();

  int columns();

  /** Sets one element. */
  void set(int matrix, int row, int column, float value);
}
