package org.stylestream.compute.cuda;

/** Sides of a feature map; a position's channels lie side by side. */
record MapShape(int height, int width, int channels) {
  /** Number of elements. */
  long size() {
    return (long) height * width * channels;
  }

  int positions() {
    return Math.multiplyExact(height, width);
  }

  /** Elements of a row. */
  long rowSize() {
    return (long) width * channels;
  }
}
