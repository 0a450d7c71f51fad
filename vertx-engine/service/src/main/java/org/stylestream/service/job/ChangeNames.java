package org.stylestream.service.job;

/**
 * What the fields of an optimiser's change are called where they come from, for sentences about
 * them.
 *
 * @param optimizer names it and takes its kind after it
 */
public record ChangeNames(String optimizer, String learningRate, String memory, String size) {
  /** In requests. */
  public static final ChangeNames WIRE =
      new ChangeNames("optimizer", "learningRate", "memory", "size");
}
