package org.stylestream.service.client;

import io.vertx.core.Context;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.stylestream.protocol.event.JobEvent;

/**
 * Hands a job's events to its listener, one after the other, each on a worker thread; itself it is
 * used on the client's context only. Of the previews that wait it keeps the newest.
 */
final class Inbox {
  private final JobListener listener;
  private final Executor workers;
  private final Context context;
  private final Reader reader;
  private final Deque<Item> waiting = new ArrayDeque<>();
  private boolean busy;
  private boolean closed;

  Inbox(JobListener listener, Executor workers, Context context, Reader reader) {
    this.listener = listener;
    this.workers = workers;
    this.context = context;
    this.reader = reader;
  }

  /** Takes an event. */
  void add(Item item) {
    if (item.arrival().event() instanceof JobEvent.Preview) {
      dropPreviews();
    }
    waiting.add(item);
    next();
  }

  /** Forgets the previews that wait. */
  void dropPreviews() {
    waiting.removeIf(item -> item.arrival().event() instanceof JobEvent.Preview);
  }

  /** Hands out nothing more. */
  void close() {
    closed = true;
    waiting.clear();
  }

  private void next() {
    while (!busy && !closed && !waiting.isEmpty()) {
      Item item = waiting.remove();
      if (item.shown()) {
        busy = true;
        workers.execute(() -> show(item));
      } else {
        reader.consumed(item);
      }
    }
  }

  private void show(Item item) {
    try {
      Arrival arrival = item.arrival();
      listener.onEvent(arrival.sequence(), arrival.event(), arrival.frame());
    } catch (Throwable e) { // whatever a listener throws ends its job, not this thread
      report(() -> reader.failed(e));
      return;
    }
    report(() -> reader.consumed(item));
  }

  private void report(Runnable report) {
    try {
      context.runOnContext(done -> shown(report));
    } catch (RejectedExecutionException e) {
      return; // the event bus was closed meanwhile, and with it the job
    }
  }

  private void shown(Runnable report) {
    busy = false;
    if (!closed) {
      report.run();
      next();
    }
  }

  /**
   * An event and what to do with it.
   *
   * @param generation of the attachment under which it came
   * @param shown whether the listener sees it
   */
  record Item(Arrival arrival, int generation, boolean shown) {}

  /** Is told, on the client's context, what became of an event. */
  interface Reader {
    /** The listener has returned from it, or it wasn't for the listener. */
    void consumed(Item item);

    /** The listener threw. */
    void failed(Throwable thrown);
  }
}
