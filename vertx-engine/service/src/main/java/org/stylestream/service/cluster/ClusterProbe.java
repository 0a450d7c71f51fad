package org.stylestream.service.cluster;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Watches whether the cluster still knows an address that this process listens on, and registers it
 * again where it doesn't: after a cut in the network, the others may have struck it off for good
 * (<a href="https://github.com/eclipse-vertx/vert.x/issues/4394">vert.x#4394</a>).
 *
 * <p>The address must have no other listeners in the cluster, or one of them may answer. Its
 * listener hands messages to {@link #answered} first.
 */
public final class ClusterProbe implements AutoCloseable {
  private static final String HEADER = "stylestream-probe";

  private final Vertx vertx;
  private final String address;
  private final Duration period;
  private final Supplier<Future<?>> registration;
  private volatile boolean reachable = true;
  private volatile boolean closed;

  private ClusterProbe(
      Vertx vertx, String address, Duration period, Supplier<Future<?>> registration) {
    this.vertx = vertx;
    this.address = address;
    this.period = period;
    this.registration = registration;
  }

  /**
   * Starts to watch.
   *
   * @param period between a probe and the next, and the longest wait for an answer
   * @param registration registers the address again
   */
  public static ClusterProbe start(
      Vertx vertx, String address, Duration period, Supplier<Future<?>> registration) {
    ClusterProbe probe = new ClusterProbe(vertx, address, period, registration);
    probe.scheduleNext();
    return probe;
  }

  /** Answers a message where it is a probe, and says whether it was one. */
  public static boolean answered(Message<?> message) {
    if (!message.headers().contains(HEADER)) {
      return false;
    }
    message.reply(null);
    return true;
  }

  /** Whether the last probe came through; true before the first. */
  public boolean reachable() {
    return reachable;
  }

  private void scheduleNext() {
    vertx.setTimer(period.toMillis(), timer -> probe());
  }

  private void probe() {
    if (closed) {
      return;
    }
    vertx
        .eventBus()
        .request(
            address,
            null,
            new DeliveryOptions().addHeader(HEADER, "").setSendTimeout(period.toMillis()))
        .transform(
            answer -> {
              reachable = answer.succeeded();
              return reachable || closed ? Future.succeededFuture() : registration.get();
            })
        .onComplete(done -> scheduleNext());
  }

  /** Stops to watch. */
  @Override
  public void close() {
    closed = true;
  }
}
