package org.stylestream.service.cluster;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.util.Optional;

/**
 * Listens on an address, and stays known to the cluster: see {@link ClusterProbe}. On an event bus
 * of one process it is a consumer like any other. To be used on one context, that of the handler.
 */
public final class LastingConsumer {
  private static final Duration PERIOD = Duration.ofSeconds(3);

  private final Vertx vertx;
  private final Context context;
  private final String address;
  private final Handler<Message<Object>> handler;
  private MessageConsumer<Object> consumer;
  private Optional<ClusterProbe> probe = Optional.empty();

  private LastingConsumer(Vertx vertx, String address, Handler<Message<Object>> handler) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.address = address;
    this.handler = handler;
    consumer = vertx.eventBus().consumer(address, handler);
  }

  /** Listens; {@link #completion} tells when it is known to all. */
  public static LastingConsumer listen(
      Vertx vertx, String address, Handler<Message<Object>> handler) {
    LastingConsumer lasting = new LastingConsumer(vertx, address, handler);
    if (vertx.isClustered()) {
      lasting.probe = Optional.of(ClusterProbe.start(vertx, address, PERIOD, lasting::again));
    }
    return lasting;
  }

  /** Succeeds when the address is registered for the first time. */
  public Future<Void> completion() {
    return consumer.completion();
  }

  /** Listens no longer. */
  public Future<Void> unregister() {
    probe.ifPresent(ClusterProbe::close);
    return consumer.unregister();
  }

  /** The handler's context may be any other than the probe's. */
  private Future<Void> again() {
    Promise<Void> done = Promise.promise();
    context.runOnContext(then -> replace().onComplete(done));
    return done.future();
  }

  /** The new one first: there is no moment without any. */
  private Future<Void> replace() {
    MessageConsumer<Object> old = consumer;
    consumer = vertx.eventBus().consumer(address, handler);
    return consumer.completion().eventually(old::unregister);
  }
}
