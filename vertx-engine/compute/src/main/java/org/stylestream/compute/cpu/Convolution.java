package org.stylestream.compute.cpu;

/** A way to compute 3 × 3 convolutions with same padding, of filters laid out for it. */
interface Convolution {
  /** Makes room for a convolution of maps of this size, so that {@link #run} allocates nothing. */
  void reserve(int height, int width, int stride, Matrices filter);

  /** Convolves {@code in} into {@code out}, of the same height and width. */
  void run(Tensor in, Matrices filter, Epilogue epilogue, Tensor out);
}
