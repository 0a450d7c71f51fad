package org.stylestream.compute.device;

/** Unwinds a computation that was cancelled. */
public final class CancelledException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CancelledException() {
    super("cancelled", null, false, false);
  }
}
