package org.stylestream.compute.cpu;

/** One layer's convolution, forwards or backwards. */
record LayerConvolution(Convolution method, Matrices filter) {
  /** Makes room for maps of this size, so that {@link #run} allocates nothing. */
  void reserve(int height, int width, int stride) {
    method.reserve(height, width, stride, filter);
  }

  /** Convolves {@code in} into {@code out}, of the same height and width. */
  void run(Tensor in, Epilogue epilogue, Tensor out) {
    method.run(in, filter, epilogue, out);
  }
}
