package org.stylestream.compute.cuda;

import java.util.List;

/** A convolution of one shape, by the GPU's library. */
public interface GpuConvolution extends AutoCloseable {
  /**
   * One way to compute it.
   *
   * @param id the library's
   * @param math the library's kind of products
   * @param workspaceBytes memory that it works with
   * @param deterministic whether equal inputs give equal bits
   * @param fused whether a rectified shape's bias and ReLU come with it; else the caller adds them
   */
  record Algorithm(int id, int math, long workspaceBytes, boolean deterministic, boolean fused) {}

  /**
   * Where things are on the GPU.
   *
   * @param input height × width × inputs
   * @param filter outputs × 3 × 3 × inputs
   * @param bias of outputs values; 0 where there is none
   * @param output height × width × outputs
   * @param workspace as the algorithm needs it
   */
  record Operands(long input, long filter, long bias, long output, long workspace) {}

  /** The ways there are, by the library's guess the fastest first; perhaps none. */
  List<Algorithm> algorithms();

  /**
   * output = max(0, filter ∗ input + bias) if the shape is rectified and the algorithm fused, else
   * filter ∗ input.
   *
   * @throws UnsupportedOperationException if the library doesn't do it this way after all
   */
  void run(Algorithm algorithm, Operands operands);

  @Override
  void close();
}
