package org.stylestream.compute.nd4j;

/** Sides of a feature map; an element's channels lie side by side. */
record MapShape(int height, int width, int channels) {
  /** Number of elements. */
  long size() {
    return positions() * channels;
  }

  int length() {
    return Math.toIntExact(size());
  }

  long positions() {
    return (long) height * width;
  }

  /** As ND4J's operations want it. */
  long[] sides() {
    return new long[] {1, height, width, channels};
  }
}
