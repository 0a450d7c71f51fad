package org.stylestream.service.cli.run;

import io.vertx.core.Vertx;
import java.util.List;
import java.util.UUID;
import org.stylestream.protocol.message.EngineAnnouncement;
import org.stylestream.service.cli.option.ClusterSettings;
import org.stylestream.service.cli.terminal.BadInputException;
import org.stylestream.service.cli.terminal.RunFailedException;
import org.stylestream.service.cli.terminal.Waiting;
import org.stylestream.service.client.ClientOptions;
import org.stylestream.service.client.StyleStreamClient;

/** A client of the engines of a cluster, for as long as a command takes. */
public final class ClusterSession implements AutoCloseable {
  /** A member that has only just joined may be heard late: the bus makes its connections first. */
  private static final int DISCOVERIES = 5;

  private final Vertx vertx;
  private final StyleStreamClient client;

  private ClusterSession(Vertx vertx, StyleStreamClient client) {
    this.vertx = vertx;
    this.client = client;
  }

  /**
   * Joins a cluster.
   *
   * @throws BadInputException if the settings can't be
   * @throws RunFailedException if it can't be joined, or has no engine
   */
  public static ClusterSession join(ClusterSettings settings) {
    Vertx vertx = settings.join();
    try {
      StyleStreamClient client =
          Waiting.until(
              StyleStreamClient.create(vertx, ClientOptions.of("command-" + UUID.randomUUID())),
              JobFailures::explained);
      ClusterSession session = new ClusterSession(vertx, client);
      session.requireEngine(settings.name());
      return session;
    } catch (RuntimeException e) {
      Waiting.untilClosed(vertx::close);
      throw e;
    }
  }

  private void requireEngine(String cluster) {
    for (int round = 0; round < DISCOVERIES; round++) {
      if (!Waiting.until(client.discover(), JobFailures::explained).isEmpty()) {
        return;
      }
    }
    throw new RunFailedException(
        "the cluster %s has no engine; start one with 'stylestream serve', with the same settings of the cluster"
            .formatted(cluster));
  }

  public StyleStreamClient client() {
    return client;
  }

  /** The engines that are there. */
  public List<EngineAnnouncement> engines() {
    return client.engines();
  }

  @Override
  public void close() {
    Waiting.untilClosed(client::close, vertx::close);
  }
}
