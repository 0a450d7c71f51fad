package org.stylestream.service.cli;

import io.vertx.core.Future;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.CancelledException;

/** Waits for what ends on its own, on a thread that may block. */
final class Waiting {
  private static final long POLL_MILLIS = 20;

  private Waiting() {}

  /** Returns when a cancel is requested. */
  static void until(Cancellation cancellation) {
    while (!cancellation.requested()) {
      try {
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /**
   * The future's result.
   *
   * @param explained what is thrown for its failure
   */
  static <T> T until(Future<T> future, Function<Throwable, RuntimeException> explained) {
    return until(future, Cancellation.NEVER, () -> {}, explained);
  }

  /**
   * The future's result.
   *
   * @param whenCancelled called once, if a cancel is requested meanwhile; may throw
   * @param explained what is thrown for its failure
   */
  static <T> T until(
      Future<T> future,
      Cancellation cancellation,
      Runnable whenCancelled,
      Function<Throwable, RuntimeException> explained) {
    CompletableFuture<T> result = future.toCompletionStage().toCompletableFuture();
    boolean told = false;
    while (true) {
      if (!told && cancellation.requested()) {
        told = true;
        whenCancelled.run();
      }
      try {
        return result.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        // Not yet.
      } catch (ExecutionException e) {
        throw explained.apply(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancelledException();
      }
    }
  }
}
