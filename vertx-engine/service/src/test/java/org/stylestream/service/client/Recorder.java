package org.stylestream.service.client;

import io.vertx.core.Context;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.stylestream.protocol.event.JobEvent;

/** Writes down what it sees, and holds on where a test wants it to. */
final class Recorder implements JobListener {
  final List<Seen> seen = new CopyOnWriteArrayList<>();
  final AtomicInteger wrongThreads = new AtomicInteger();
  final AtomicInteger overlaps = new AtomicInteger();
  final Semaphore permits;

  private final AtomicInteger inside = new AtomicInteger();

  /** Never holds on. */
  Recorder() {
    this(Integer.MAX_VALUE);
  }

  /** Sees so many events, and more as permits are released. */
  Recorder(int permits) {
    this.permits = new Semaphore(permits);
  }

  @Override
  public void onEvent(long sequence, JobEvent event, Optional<Frame> frame) throws Exception {
    if (inside.incrementAndGet() > 1) {
      overlaps.incrementAndGet();
    }
    if (Context.isOnEventLoopThread()
        || !Thread.currentThread().getName().startsWith("stylestream-client-")) {
      wrongThreads.incrementAndGet();
    }
    permits.acquire();
    seen.add(new Seen(sequence, event, frame.map(Frame::bytes)));
    inside.decrementAndGet();
  }

  /** The events of a kind, in order. */
  <T extends JobEvent> List<T> events(Class<T> type) {
    return seen.stream().map(Seen::event).filter(type::isInstance).map(type::cast).toList();
  }

  /** Sequence numbers, previews left out. */
  List<Long> sequences() {
    return seen.stream().map(Seen::sequence).filter(number -> number > 0).toList();
  }

  record Seen(long sequence, JobEvent event, Optional<byte[]> frame) {}
}
