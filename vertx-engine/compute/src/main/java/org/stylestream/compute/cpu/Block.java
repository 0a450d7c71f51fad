package org.stylestream.compute.cpu;

/**
 * Left operands of some products, A_i of rows × inner, and the results A_i·B_i. For a Winograd
 * convolution row t of the 36 matrices is tile t; else only the first matrix is used.
 */
public interface Block {
  /** Makes room, at least for this shape; what the block held is lost. */
  void shape(int count, int rows, int inner, int columns);

  /** Row {@code row} of A_0 = {@code n} values; the rest of the row becomes zero. */
  void load(int row, float[] source, int at, int n);

  /**
   * Row {@code row} of all A_i = Bᵀ·d·B for the 6 × 6 positions d that begin at {@code at}: the
   * input transform of F(4×4, 3×3).
   *
   * @param rowStride floats from one row of positions to the next
   * @param stride floats from one position to the next; as many are transformed
   */
  void transformInput(int worker, int row, float[] source, int at, int rowStride, int stride);

  /** The first {@code rows} rows of A_i·B_i, for {@code i} = matrix. */
  void multiply(int matrix, Matrices right, int rows);

  /** Row {@code row} of the first result, through the epilogue, to {@code at}. */
  void store(int row, Epilogue epilogue, float[] target, int at);

  /**
   * Aᵀ·m·A of row {@code row} of the results, the output transform of F(4×4, 3×3), through the
   * epilogue, to the positions that begin at {@code at}.
   *
   * @param height rows of positions that exist there, 1 to 4
   * @param width columns of positions that exist there, 1 to 4
   */
  void transformOutput(
      int worker,
      int row,
      Epilogue epilogue,
      float[] target,
      int at,
      int rowStride,
      int height,
      int width);
}
