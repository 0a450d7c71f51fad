package org.stylestream.gpucheck;

/**
 * What was measured of one way to do it.
 *
 * @param loss at the content image
 * @param millisecondsAnIteration median
 * @param evaluationsAnIteration mean
 */
record Timing(double loss, double millisecondsAnIteration, double evaluationsAnIteration) {}
