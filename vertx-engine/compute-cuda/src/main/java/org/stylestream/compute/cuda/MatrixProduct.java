package org.stylestream.compute.cuda;

/**
 * target = keep · target + factor · A·B for matrices that lie column by column, target being of
 * rows × columns.
 *
 * @param inner columns of A and rows of B
 * @param left address of A, rows × inner
 * @param right address of B, inner × columns; or of its transpose, columns × inner
 * @param transposed whether it is that
 * @param target address
 */
public record MatrixProduct(
    int rows,
    int columns,
    int inner,
    long left,
    long right,
    boolean transposed,
    double factor,
    double keep,
    long target) {}
