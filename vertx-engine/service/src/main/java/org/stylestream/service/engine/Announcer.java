package org.stylestream.service.engine;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Supplier;
import org.stylestream.protocol.Addresses;
import org.stylestream.protocol.message.EngineAnnouncement;

/** Publishes what the engine is: now and then, and soon after it has changed. */
final class Announcer {
  /** At most five a second. */
  private static final long LEAST_GAP_MILLIS = 200;

  private final Vertx vertx;
  private final Supplier<EngineAnnouncement> announcement;
  private final long periodic;
  private long last = System.nanoTime() - Duration.ofMillis(LEAST_GAP_MILLIS).toNanos();
  private boolean due;
  private boolean ended;

  Announcer(Vertx vertx, Duration period, Supplier<EngineAnnouncement> announcement) {
    this.vertx = vertx;
    this.announcement = announcement;
    this.periodic = vertx.setPeriodic(period.toMillis(), id -> soon());
  }

  /** Publishes as soon as may be. */
  void soon() {
    if (due || ended) {
      return;
    }
    long gap = (System.nanoTime() - last) / 1_000_000;
    if (gap >= LEAST_GAP_MILLIS) {
      publish();
      return;
    }
    due = true;
    vertx.setTimer(
        LEAST_GAP_MILLIS - gap,
        id -> {
          due = false;
          if (!ended) {
            publish();
          }
        });
  }

  private void publish() {
    last = System.nanoTime();
    vertx
        .eventBus()
        .publish(
            Addresses.ANNOUNCEMENTS,
            JsonMessages.json(announcement.get(), EngineAnnouncement.class));
  }

  /** Publishes for the last time. */
  void end() {
    ended = true;
    vertx.cancelTimer(periodic);
    publish();
  }
}
