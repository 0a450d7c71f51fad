package org.stylestream.imagej.live;

/**
 * What is to be shown.
 *
 * @param place of a slice that is there and gets other pixels, from 1; 0 for one more
 * @param pixels one int a pixel, 0xRRGGBB; the stack's from now on
 */
record Slice(int place, String label, int[] pixels) {
  static final int NEW = 0;
}
