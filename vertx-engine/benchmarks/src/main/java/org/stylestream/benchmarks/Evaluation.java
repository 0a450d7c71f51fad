package org.stylestream.benchmarks;

/** One evaluation of a loss and its image gradient, of VGG19 through block5_conv2. */
interface Evaluation extends AutoCloseable {
  /** Evaluates once, to the end. */
  void run();

  @Override
  void close();
}
