package org.stylestream.imagej.engine;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.List;
import java.util.function.Consumer;
import org.stylestream.protocol.message.EngineAnnouncement;
import org.stylestream.service.client.StyleStreamClient;
import org.stylestream.service.cluster.ClusterFactory;
import org.stylestream.service.cluster.ClusterOptions;

/** The engines of a cluster. */
final class ClusterConnection implements EngineConnection {
  private final String name;
  private final BusConnection bus;

  private ClusterConnection(String name, BusConnection bus) {
    this.name = name;
    this.bus = bus;
  }

  /** Joins a cluster. */
  static ClusterConnection open(ClusterOptions options) throws EngineUnavailableException {
    VertxOptions daemons = new VertxOptions().setUseDaemonThread(true);
    Vertx vertx = BusConnection.until(ClusterFactory.open(options, daemons));
    return new ClusterConnection(options.name(), BusConnection.on(vertx));
  }

  @Override
  public StyleStreamClient ready(Consumer<String> status) throws EngineUnavailableException {
    return bus.clientOf(engine -> true)
        .orElseThrow(
            () ->
                new EngineUnavailableException(
                    "the cluster %s has no engine; start one with 'stylestream serve', with the same settings of the cluster"
                        .formatted(name)));
  }

  @Override
  public List<EngineAnnouncement> engines() {
    return bus.engines();
  }

  @Override
  public void close() {
    bus.close();
  }
}
