package org.stylestream.service.cluster;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import java.util.concurrent.TimeoutException;

/**
 * Opens Vert.x instances whose event bus spans a cluster.
 *
 * <p>With TLS, both ends of every connection of the bus show a certificate, and the authority of
 * {@link TlsFiles} is the only one trusted: to be signed by it is to be a member. Host names aren't
 * compared with certificates, because members know each other by the addresses that the cluster
 * gave them; so the authority must sign nothing but members.
 *
 * <p>Closing the instance leaves the cluster, within about fifteen seconds even where other members
 * don't answer.
 */
public final class ClusterFactory {
  private ClusterFactory() {}

  /** {@link #open(ClusterOptions, VertxOptions)} with Vert.x's own defaults. */
  public static Future<Vertx> open(ClusterOptions options) {
    return open(options, new VertxOptions());
  }

  /**
   * Joins a cluster, or founds it where no member can be found.
   *
   * @param options the cluster
   * @param surroundings everything else of the Vert.x instance; its event bus is replaced
   * @return the instance; fails with {@link IllegalArgumentException} where the options are
   *     refused, with {@link ClusterException} where joining fails or takes too long, each with one
   *     sentence for the user
   */
  public static Future<Vertx> open(ClusterOptions options, VertxOptions surroundings) {
    try {
      options.check();
      return join(options, surroundings);
    } catch (IllegalArgumentException e) {
      return Future.failedFuture(e);
    }
  }

  private static Future<Vertx> join(ClusterOptions options, VertxOptions surroundings) {
    Future<Vertx> joining =
        Vertx.builder()
            .with(new VertxOptions(surroundings).setEventBusOptions(eventBus(options)))
            .withClusterManager(options.kind().managers().create(options))
            .buildClustered();
    return joining
        .timeout(options.joinTime())
        .recover(
            failure -> {
              // Too late: whoever asked has gone on without it.
              joining.onSuccess(Vertx::close);
              return Future.failedFuture(explained(failure, options));
            });
  }

  private static EventBusOptions eventBus(ClusterOptions options) {
    EventBusOptions bus =
        new EventBusOptions()
            .setHost(options.bind())
            .setClusterPublicHost(options.bind())
            .setPort(options.eventBusPort());
    options
        .publicAddress()
        .ifPresent(
            address ->
                bus.setClusterPublicHost(address.host()).setClusterPublicPort(address.busPort()));
    options.tls().ifPresent(files -> secure(bus, files));
    return bus;
  }

  private static void secure(EventBusOptions bus, TlsFiles files) {
    bus.setSsl(true)
        .setKeyCertOptions(files.pair())
        .setTrustOptions(files.trust())
        .setTrustAll(false)
        .setClientAuth(ClientAuth.REQUIRED);
  }

  private static ClusterException explained(Throwable failure, ClusterOptions options) {
    if (failure instanceof TimeoutException) {
      return new ClusterException(
          "the cluster %s couldn't be joined within %d seconds; look whether the members %s are alive and reachable"
              .formatted(options.name(), options.joinTime().toSeconds(), options.contacts()),
          failure);
    }
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (root instanceof SecurityException) {
      return new ClusterException(
          "the members of the cluster %s refused this one; give it the secret that they have"
              .formatted(options.name()),
          failure);
    }
    return new ClusterException(
        "the cluster %s couldn't be joined from %s (%s); look at the ports and addresses given"
            .formatted(options.name(), options.bind(), root.getMessage()),
        failure);
  }
}
