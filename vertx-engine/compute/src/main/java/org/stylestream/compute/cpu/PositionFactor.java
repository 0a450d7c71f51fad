package org.stylestream.compute.cpu;

/** What a position of a map, or of a band, is multiplied by. */
@FunctionalInterface
interface PositionFactor {
  float of(int position);
}
