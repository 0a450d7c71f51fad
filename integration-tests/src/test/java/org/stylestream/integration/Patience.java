package org.stylestream.integration;

import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits, and not for ever. */
final class Patience {
  static final int SECONDS = 120;

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private Patience() {}

  /** What a future brings. */
  static <T> T await(Future<T> future) {
    try {
      return future.await(SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("nothing came within %d s".formatted(SECONDS), e);
    }
  }

  /** Looks again and again until something is so. */
  static void until(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("%s isn't so after %d s".formatted(what, SECONDS));
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }
}
