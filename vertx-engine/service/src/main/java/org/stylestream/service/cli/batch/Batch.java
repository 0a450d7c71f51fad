package org.stylestream.service.cli.batch;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * Does many things side by side, and what failed once more.
 *
 * @param <T> a thing
 */
public final class Batch<T> {
  private static final long POLL_MILLIS = 200;

  private final Work<T> work;
  private final IntSupplier limit;
  private final BooleanSupplier stopped;
  private final Queue<Attempt<T>> waiting = new ArrayDeque<>();
  private final Map<Future<?>, Attempt<T>> running = new LinkedHashMap<>();

  /** Does one thing, on a thread of its own. */
  @FunctionalInterface
  public interface Work<T> {
    /**
     * Throws where it fails.
     *
     * @param last whether it won't be tried again
     */
    void run(T item, boolean last) throws Exception;

    /** Whether what failed so may succeed another time. */
    default boolean isWorthAnotherTry(Throwable failure) {
      return true;
    }
  }

  private record Attempt<T>(T item, boolean last) {}

  /**
   * @param limit things that may be done at the same time; asked again and again
   * @param stopped whether to begin no more
   */
  public Batch(Work<T> work, IntSupplier limit, BooleanSupplier stopped) {
    this.work = work;
    this.limit = limit;
    this.stopped = stopped;
  }

  /** Does all, and waits for them. What runs when it is stopped is waited for. */
  public void run(List<T> items) throws InterruptedException {
    items.forEach(item -> waiting.add(new Attempt<>(item, false)));
    ExecutorService threads = Executors.newCachedThreadPool();
    CompletionService<Void> ends = new ExecutorCompletionService<>(threads);
    try {
      while (begin(ends) || !running.isEmpty()) {
        Future<?> end = ends.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        if (end != null) {
          settle(end, running.remove(end));
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Begins as many as may run; whether there are more. */
  private boolean begin(CompletionService<Void> ends) {
    if (stopped.getAsBoolean()) {
      waiting.clear();
    }
    while (!waiting.isEmpty() && running.size() < Math.max(1, limit.getAsInt())) {
      Attempt<T> attempt = waiting.remove();
      running.put(
          ends.submit(
              () -> {
                work.run(attempt.item(), attempt.last());
                return null;
              }),
          attempt);
    }
    return !waiting.isEmpty();
  }

  private void settle(Future<?> end, Attempt<T> attempt) throws InterruptedException {
    try {
      end.get();
    } catch (ExecutionException e) {
      if (!attempt.last() && work.isWorthAnotherTry(e.getCause())) {
        waiting.add(new Attempt<>(attempt.item(), true));
      }
    }
  }
}
