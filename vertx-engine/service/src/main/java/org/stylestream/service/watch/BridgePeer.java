package org.stylestream.service.watch;

import static java.lang.Boolean.FALSE;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.stylestream.protocol.Addresses;
import org.stylestream.protocol.Identifier;

/** One client of the bridge. */
final class BridgePeer {
  private static final int MOST_UNSENT = 8 << 20;
  private static final int MOST_REQUESTS = 64;
  private static final int MOST_ADDRESSES = 16;
  private static final DeliveryOptions PATIENCE = new DeliveryOptions().setSendTimeout(10_000);
  private static final Pattern CLIENT =
      Pattern.compile(Pattern.quote(Addresses.client("")) + Identifier.PATTERN);

  /** Requests after which chunks would come, which aren't JSON. */
  private static final List<String> ATTACHING = List.of("submit", "attach");

  private final EventBus bus;
  private final NetSocket socket;
  private final String engineAddress;
  private final Map<String, BridgePeer> listeners;
  private final Map<String, MessageConsumer<Object>> consumers = new HashMap<>();
  private final BridgeFrames frames;
  private int requests;

  /**
   * A client that has connected.
   *
   * @param listeners the one client of the bridge that hears each client address, the latest to ask
   *     for it: one that connects again takes over from its own dead connection
   */
  BridgePeer(
      EventBus bus, NetSocket socket, String engineAddress, Map<String, BridgePeer> listeners) {
    this.bus = bus;
    this.socket = socket.setWriteQueueMaxSize(MOST_UNSENT);
    this.engineAddress = engineAddress;
    this.listeners = listeners;
    frames = new BridgeFrames(socket, this::take, this::giveUp);
  }

  /** Takes frames from now on. */
  void serve() {
    frames.read();
  }

  /** Lets go of all addresses. */
  void leave() {
    List.copyOf(consumers.keySet()).forEach(this::unregister);
  }

  private void take(Buffer json) {
    try {
      answer(new JsonObject(json));
    } catch (DecodeException | ClassCastException e) {
      giveUp("a frame isn't as the protocol of the bridge says: a JSON object, its body one too");
    }
  }

  /** After a frame that can't be read, nothing behind it can be trusted either. */
  private void giveUp(String sentence) {
    frames.pause();
    refuse(sentence);
    socket.end();
  }

  private void answer(JsonObject frame) {
    String address = text(frame, "address");
    switch (text(frame, "type")) {
      case "ping" -> write(new JsonObject().put("type", "pong"));
      case "send" -> send(address, frame);
      case "register" -> register(address);
      case "unregister" -> unregister(address);
      case "publish" -> refuse("access_denied: this bridge publishes nothing");
      default -> refuse("unknown_type: a frame's type must be send, register, unregister or ping");
    }
  }

  private static String text(JsonObject frame, String field) {
    return frame.getValue(field) instanceof String text ? text : "";
  }

  private void send(String address, JsonObject frame) {
    if (!address.equals(Addresses.ANY_ENGINE) && !address.equals(engineAddress)) {
      refuse(
          "access_denied: this bridge sends to %s and %s only"
              .formatted(Addresses.ANY_ENGINE, engineAddress));
      return;
    }
    JsonObject body = Objects.requireNonNullElseGet(frame.getJsonObject("body"), JsonObject::new);
    String replyAddress = text(frame, "replyAddress");
    if (ATTACHING.contains(text(body, "type")) && !FALSE.equals(body.getValue("chunks"))) {
      refuse("chunks don't cross this bridge; set chunks to false and fetch pictures by HTTP");
    } else if (replyAddress.isEmpty()) {
      bus.send(engineAddress, body);
    } else {
      request(address, body, replyAddress);
    }
  }

  private void request(String address, JsonObject body, String replyAddress) {
    if (requests == MOST_REQUESTS) {
      refuse("%d requests wait for a reply already; wait for one".formatted(requests));
      return;
    }
    requests++;
    bus.request(engineAddress, body, PATIENCE)
        .onComplete(done -> requests--)
        .onSuccess(reply -> forward(replyAddress, reply))
        .onFailure(e -> fail(address, replyAddress, e));
  }

  private void fail(String address, String replyAddress, Throwable cause) {
    JsonObject error =
        new JsonObject()
            .put("type", "err")
            .put("address", replyAddress)
            .put("sourceAddress", address)
            .put("message", "the engine doesn't answer: " + cause.getMessage());
    if (cause instanceof ReplyException reply) {
      error.put("failureCode", reply.failureCode()).put("failureType", reply.failureType().name());
    }
    write(error);
  }

  private void register(String address) {
    boolean client = CLIENT.matcher(address).matches();
    if (!client && !address.equals(Addresses.ANNOUNCEMENTS)) {
      refuse(
          "access_denied: this bridge listens to %s and %s only"
              .formatted(Addresses.client("ID"), Addresses.ANNOUNCEMENTS));
      return;
    }
    if (consumers.containsKey(address)) {
      return;
    }
    if (consumers.size() == MOST_ADDRESSES) {
      refuse("%d addresses are listened to already; unregister one".formatted(MOST_ADDRESSES));
      return;
    }
    if (client) {
      BridgePeer former = listeners.put(address, this);
      if (former != null) {
        former.unregister(address);
      }
    }
    MessageConsumer<Object> consumer = bus.consumer(address, message -> forward(address, message));
    consumers.put(address, consumer);
    // What is sent next may be answered to the address: wait until the whole cluster knows it.
    frames.pause();
    consumer.completion().onComplete(known -> frames.resume());
  }

  private void unregister(String address) {
    listeners.remove(address, this);
    MessageConsumer<Object> consumer = consumers.remove(address);
    if (consumer != null) {
      consumer.unregister();
    }
  }

  private void forward(String address, Message<Object> message) {
    if (message.body() instanceof JsonObject body) {
      write(
          new JsonObject()
              .put("type", "message")
              .put("address", address)
              .put("send", message.isSend())
              .put("body", body));
    }
  }

  private void refuse(String sentence) {
    write(new JsonObject().put("type", "err").put("message", sentence));
  }

  /** Hands a frame to a client; one that doesn't read is let go, before it fills the memory. */
  private void write(JsonObject frame) {
    if (socket.writeQueueFull()) {
      leave();
      socket.close();
      return;
    }
    socket.write(BridgeFrames.encode(frame.toBuffer()));
  }
}
