package org.stylestream.service.cluster;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.core.spi.cluster.RegistrationInfo;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Watches whether the cluster still knows that this process listens on an address, and registers it
 * again where it doesn't: after a cut in the network, the others may have struck it off for good
 * (<a href="https://github.com/eclipse-vertx/vert.x/issues/4394">vert.x#4394</a>).
 *
 * <p>It reads the cluster's list of listeners. A message to oneself would prove nothing: where the
 * list is empty, Vert.x delivers to the process's own listeners.
 */
public final class ClusterProbe implements AutoCloseable {
  private final Vertx vertx;
  private final ClusterManager manager;
  private final String address;
  private final Duration period;
  private final Supplier<Future<Void>> registration;
  private volatile boolean reachable = true;
  private volatile boolean closed;

  private ClusterProbe(
      VertxInternal vertx, String address, Duration period, Supplier<Future<Void>> registration) {
    this.vertx = vertx;
    manager = vertx.clusterManager();
    this.address = address;
    this.period = period;
    this.registration = registration;
  }

  /**
   * Starts to watch.
   *
   * @param vertx an instance of {@link ClusterFactory}
   * @param period between a look and the next, and the longest that one may take
   * @param registration unregisters the listener and registers it again
   */
  public static ClusterProbe start(
      Vertx vertx, String address, Duration period, Supplier<Future<Void>> registration) {
    ClusterProbe probe = new ClusterProbe((VertxInternal) vertx, address, period, registration);
    probe.scheduleNext();
    return probe;
  }

  /** Whether the cluster knew the address at the last look; true before the first. */
  public boolean reachable() {
    return reachable;
  }

  private void scheduleNext() {
    vertx.setTimer(period.toMillis(), timer -> look());
  }

  private void look() {
    if (closed) {
      return;
    }
    registered()
        .otherwise(false)
        .compose(
            known -> {
              reachable = known;
              return known || closed
                  ? Future.succeededFuture()
                  : registration.get().timeout(period);
            })
        .onComplete(done -> scheduleNext());
  }

  private Future<Boolean> registered() {
    Promise<List<RegistrationInfo>> listeners = Promise.promise();
    manager.getRegistrations(address, listeners);
    return listeners.future().timeout(period).map(all -> all.stream().anyMatch(this::isOwn));
  }

  private boolean isOwn(RegistrationInfo listener) {
    return !listener.localOnly() && listener.nodeId().equals(manager.getNodeId());
  }

  /** Stops to watch. */
  @Override
  public void close() {
    closed = true;
  }
}
