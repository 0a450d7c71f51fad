package org.stylestream.service.cli.terminal;

import io.vertx.core.Future;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.CancelledException;

/** Waits for what ends on its own, on a thread that may block. */
public final class Waiting {
  private static final long POLL_MILLIS = 20;

  /** Longer than an engine or a cluster needs to close, even where others don't answer. */
  private static final long CLOSING_SECONDS = 20;

  private Waiting() {}

  /**
   * Closes things one after the other, whatever becomes of each. What isn't closed in time is left
   * to the end of the process.
   */
  @SafeVarargs
  public static void untilClosed(Supplier<Future<Void>>... closings) {
    for (Supplier<Future<Void>> closing : closings) {
      try {
        closing
            .get()
            .toCompletionStage()
            .toCompletableFuture()
            .get(CLOSING_SECONDS, TimeUnit.SECONDS);
      } catch (ExecutionException | TimeoutException e) {
        // The next is closed all the same.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Returns when a cancel is requested. */
  public static void until(Cancellation cancellation) {
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
  public static <T> T until(Future<T> future, Function<Throwable, RuntimeException> explained) {
    return until(future, Cancellation.NEVER, () -> {}, explained);
  }

  /**
   * The future's result.
   *
   * @param whenCancelled called once, if a cancel is requested meanwhile; may throw
   * @param explained what is thrown for its failure
   */
  public static <T> T until(
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
