package org.stylestream.service.client;

import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.stylestream.protocol.Addresses;
import org.stylestream.protocol.Limits;
import org.stylestream.protocol.frame.Chunk;
import org.stylestream.protocol.message.Credit;
import org.stylestream.protocol.message.Discover;
import org.stylestream.protocol.message.EngineRequest;
import org.stylestream.protocol.message.Fault;
import org.stylestream.protocol.message.Reply;
import org.stylestream.protocol.record.RecordFormatException;
import org.stylestream.protocol.record.RecordReader;
import org.stylestream.protocol.record.RecordWriter;

/** What goes to engines. An engine that doesn't answer in time is {@code UNAVAILABLE}. */
final class EngineBus {
  private final EventBus bus;
  private final Duration patience;

  /**
   * A way to engines.
   *
   * @param patience time that an engine has to answer
   */
  EngineBus(EventBus bus, Duration patience) {
    this.bus = bus;
    this.patience = patience;
  }

  /** Asks an engine; whatever it answers. */
  Future<Reply> ask(String engineId, EngineRequest request) {
    return request(engineId, json(request, EngineRequest.class));
  }

  /** Asks an engine; any other answer than one of {@code type} is a failure. */
  <T extends Reply> Future<T> ask(String engineId, EngineRequest request, Class<T> type) {
    return ask(engineId, request).compose(reply -> expected(engineId, reply, type));
  }

  /** Sends a part of an upload. */
  Future<Reply.Uploaded> upload(String engineId, Chunk chunk) {
    return request(engineId, chunk.encode())
        .compose(reply -> expected(engineId, reply, Reply.Uploaded.class));
  }

  /** Grants credit. */
  void grant(String engineId, Credit credit) {
    bus.send(
        Addresses.engine(engineId), json(new EngineRequest.Grant(credit), EngineRequest.class));
  }

  /** Asks all engines to announce themselves. */
  void discover() {
    bus.publish(Addresses.DISCOVERY, json(new Discover(Limits.VERSION), Discover.class));
  }

  private Future<Reply> request(String engineId, Object body) {
    return bus.request(
            Addresses.engine(engineId),
            body,
            new DeliveryOptions().setSendTimeout(patience.toMillis()))
        .transform(
            (message, failure) ->
                failure == null
                    ? reply(engineId, message.body())
                    : Future.failedFuture(unanswered(engineId, failure)));
  }

  private static Future<Reply> reply(String engineId, Object body) {
    if (!(body instanceof JsonObject json)) {
      return Future.failedFuture(strange(engineId, "it isn't a JSON object"));
    }
    try {
      return Future.succeededFuture(RecordReader.read(json.toBuffer(), Reply.class));
    } catch (RecordFormatException e) {
      return Future.failedFuture(strange(engineId, e.getMessage()));
    }
  }

  private static <T extends Reply> Future<T> expected(String engineId, Reply reply, Class<T> type) {
    if (type.isInstance(reply)) {
      return Future.succeededFuture(type.cast(reply));
    }
    if (reply instanceof Reply.Refused refused) {
      return Future.failedFuture(new JobFailedException(refused.fault()));
    }
    return Future.failedFuture(
        strange(engineId, "it is a " + reply.getClass().getSimpleName().toLowerCase()));
  }

  private JobFailedException unanswered(String engineId, Throwable failure) {
    boolean gone =
        failure instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS;
    return gone
        ? JobFailedException.of(Fault.Code.UNAVAILABLE, "the engine %s can't be reached", engineId)
        : JobFailedException.of(
            Fault.Code.UNAVAILABLE,
            "the engine %s hasn't answered within %s s",
            engineId,
            patience.toMillis() / 1000.0);
  }

  private static JobFailedException strange(String engineId, String why) {
    return JobFailedException.of(
        Fault.Code.INTERNAL,
        "the engine %s answered with what isn't an answer to the request: %s",
        engineId,
        why);
  }

  private static <T> JsonObject json(T message, Class<T> type) {
    return new JsonObject(RecordWriter.write(message, type));
  }
}
