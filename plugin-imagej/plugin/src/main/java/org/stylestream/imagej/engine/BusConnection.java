package org.stylestream.imagej.engine;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.stylestream.protocol.message.EngineAnnouncement;
import org.stylestream.service.cli.run.JobFailures;
import org.stylestream.service.cli.terminal.BadInputException;
import org.stylestream.service.cli.terminal.RunFailedException;
import org.stylestream.service.cli.terminal.Waiting;
import org.stylestream.service.client.ClientOptions;
import org.stylestream.service.client.StyleStreamClient;

/** A client on an event bus between processes. */
final class BusConnection implements AutoCloseable {
  /** A member that has only just joined may be heard late: the bus makes its connections first. */
  private static final int DISCOVERIES = 5;

  private final Vertx vertx;
  private final StyleStreamClient client;

  private BusConnection(Vertx vertx, StyleStreamClient client) {
    this.vertx = vertx;
    this.client = client;
  }

  /**
   * Puts a client on a bus.
   *
   * @param vertx closed with this
   */
  static BusConnection on(Vertx vertx) throws EngineUnavailableException {
    try {
      ClientOptions options = ClientOptions.of("imagej-" + UUID.randomUUID());
      return new BusConnection(vertx, until(StyleStreamClient.create(vertx, options)));
    } catch (EngineUnavailableException | RuntimeException e) {
      Waiting.untilClosed(vertx::close);
      throw e;
    }
  }

  /**
   * A future's result.
   *
   * @throws EngineUnavailableException if it fails, with the cause's sentence
   */
  static <T> T until(Future<T> future) throws EngineUnavailableException {
    try {
      return Waiting.until(future, JobFailures::explained);
    } catch (BadInputException | RunFailedException e) {
      throw new EngineUnavailableException(e.getMessage(), e);
    }
  }

  /** The client, if there is an engine of that kind for it. */
  Optional<StyleStreamClient> clientOf(Predicate<EngineAnnouncement> kind)
      throws EngineUnavailableException {
    for (int round = 0; round < DISCOVERIES; round++) {
      if (isHeard(client, kind)) {
        return Optional.of(client);
      }
    }
    return Optional.empty();
  }

  /**
   * Whether there is such an engine among those that have announced themselves, or do when asked.
   */
  static boolean isHeard(StyleStreamClient client, Predicate<EngineAnnouncement> kind)
      throws EngineUnavailableException {
    return client.engines().stream().anyMatch(kind)
        || until(client.discover()).stream().anyMatch(kind);
  }

  /** The engines that announce themselves. */
  List<EngineAnnouncement> engines() {
    return client.engines();
  }

  @Override
  public void close() {
    Waiting.untilClosed(client::close, vertx::close);
  }
}
