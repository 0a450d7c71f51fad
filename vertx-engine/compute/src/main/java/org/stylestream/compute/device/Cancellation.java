package org.stylestream.compute.device;

/** Asked often, from the computing thread, whether to stop. */
@FunctionalInterface
public interface Cancellation {
  /** A run that nobody cancels. */
  Cancellation NEVER = () -> false;

  boolean requested();

  /**
   * @throws CancelledException if a cancel was requested
   */
  default void check() {
    if (requested()) {
      throw new CancelledException();
    }
  }
}
