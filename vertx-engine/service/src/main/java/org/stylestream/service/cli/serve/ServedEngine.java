package org.stylestream.service.cli.serve;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.stylestream.compute.device.DeviceChain;
import org.stylestream.service.cli.option.ClusterSettings;
import org.stylestream.service.cli.run.JobFailures;
import org.stylestream.service.cli.terminal.BadInputException;
import org.stylestream.service.cli.terminal.RunFailedException;
import org.stylestream.service.cli.terminal.Waiting;
import org.stylestream.service.engine.Engine;
import org.stylestream.service.engine.EngineOptions;
import org.stylestream.service.job.NetworkCatalogue;
import org.stylestream.service.watch.BridgeServer;
import org.stylestream.service.watch.WatchOptions;
import org.stylestream.service.watch.WatchServer;

/** An engine in a cluster, with the servers beside it. */
public final class ServedEngine implements AutoCloseable {
  private final Vertx vertx;
  private final Engine engine;
  private final Optional<WatchServer> http;
  private final Optional<BridgeServer> bridge;

  /**
   * Where the servers listen, where they are wanted.
   *
   * @param http for watching
   * @param bridge for programs without Vert.x
   */
  public record Ports(Optional<WatchOptions> http, Optional<WatchOptions> bridge) {}

  private ServedEngine(
      Vertx vertx, Engine engine, Optional<WatchServer> http, Optional<BridgeServer> bridge) {
    this.vertx = vertx;
    this.engine = engine;
    this.http = http;
    this.bridge = bridge;
  }

  /**
   * Joins the cluster and starts engine and servers.
   *
   * @throws BadInputException if the cluster's settings can't be
   * @throws RunFailedException if the cluster can't be joined, a port is taken, or the engine's
   *     folder can't be used
   */
  public static ServedEngine start(
      ClusterSettings cluster,
      EngineOptions options,
      List<DeviceChain> devices,
      NetworkCatalogue networks,
      Ports ports) {
    Vertx vertx = cluster.join();
    try {
      Engine engine =
          Waiting.until(Engine.start(vertx, options, devices, networks), ServedEngine::explained);
      Optional<WatchServer> http =
          listening(
              "--http-port", ports.http(), where -> WatchServer.start(vertx, engine.view(), where));
      http.ifPresent(server -> engine.announceHttp(server.url()));
      Optional<BridgeServer> bridge =
          listening(
              "--bridge-port",
              ports.bridge(),
              where -> BridgeServer.start(vertx, engine.view(), where));
      return new ServedEngine(vertx, engine, http, bridge);
    } catch (RuntimeException e) {
      Waiting.untilClosed(vertx::close);
      throw e;
    }
  }

  private static <S> Optional<S> listening(
      String option, Optional<WatchOptions> where, Start<S> start) {
    return where.map(
        options ->
            Waiting.until(
                start.at(options),
                failure ->
                    new RunFailedException(
                        "the port %d of %s can't be listened on (%s); give another"
                            .formatted(options.port(), option, failure.getMessage()),
                        failure)));
  }

  @FunctionalInterface
  private interface Start<S> {
    Future<S> at(WatchOptions options);
  }

  private static RuntimeException explained(Throwable failure) {
    return new RunFailedException("the engine can't be started: " + failure.getMessage(), failure);
  }

  /** The line that says that it is ready, for what, and where it can be watched. */
  public String ready() {
    return "engine %s ready: %s; networks %s%s%s"
        .formatted(
            engine.engineId(),
            engine.view().announcement().devices().stream()
                .map(device -> device.name())
                .collect(Collectors.joining("; ")),
            String.join(", ", engine.view().announcement().networks()),
            http.map(server -> "; health at %s/health/ready".formatted(server.url())).orElse(""),
            bridge.map(server -> "; bridge at port %d".formatted(server.port())).orElse(""));
  }

  /** Lets running jobs finish or keeps them for another start. */
  public void drain() {
    Waiting.until(engine.drain(), JobFailures::explained);
  }

  @Override
  public void close() {
    Waiting.untilClosed(engine::close, vertx::close);
  }
}
