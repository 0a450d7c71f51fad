package org.stylestream.service.watch;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.stylestream.protocol.Addresses;
import org.stylestream.protocol.Identifier;
import org.stylestream.protocol.record.RecordReader;

/** One client of the bridge. */
final class BridgePeer {
  private static final int LENGTH_BYTES = 4;
  private static final int LARGEST_FRAME = RecordReader.LARGEST_MESSAGE + 4096;
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
  private final RecordParser parser;
  private boolean inFrame;
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
    parser = RecordParser.newFixed(LENGTH_BYTES, socket);
  }

  /** Takes frames from now on. */
  void serve() {
    parser.exceptionHandler(lost -> socket.close());
    parser.handler(this::take);
  }

  /** Lets go of all addresses. */
  void leave() {
    List.copyOf(consumers.keySet()).forEach(this::unregister);
  }

  private void take(Buffer record) {
    if (inFrame) {
      inFrame = false;
      parser.fixedSizeMode(LENGTH_BYTES);
      frame(record);
      return;
    }
    int length = record.getInt(0);
    if (length < 2 || length > LARGEST_FRAME) {
      giveUp("a frame has %d bytes; it must have 2 to %d".formatted(length, LARGEST_FRAME));
      return;
    }
    inFrame = true;
    parser.fixedSizeMode(length);
  }

  private void frame(Buffer json) {
    try {
      answer(new JsonObject(json));
    } catch (DecodeException | ClassCastException e) {
      giveUp("a frame isn't as the protocol of the bridge says: " + e.getMessage());
    }
  }

  /** After a frame that can't be read, nothing behind it can be trusted either. */
  private void giveUp(String sentence) {
    parser.handler(null).pause();
    refuse(sentence);
    socket.end();
  }

  private void answer(JsonObject frame) {
    String address = frame.getString("address", "");
    switch (frame.getString("type", "")) {
      case "ping" -> write(new JsonObject().put("type", "pong"));
      case "send" -> send(address, frame);
      case "register" -> register(address);
      case "unregister" -> unregister(address);
      case "publish" -> refuse("access_denied: this bridge publishes nothing");
      default -> refuse("unknown_type: a frame's type must be send, register, unregister or ping");
    }
  }

  private void send(String address, JsonObject frame) {
    if (!address.equals(Addresses.ANY_ENGINE) && !address.equals(engineAddress)) {
      refuse(
          "access_denied: this bridge sends to %s and %s only"
              .formatted(Addresses.ANY_ENGINE, engineAddress));
      return;
    }
    JsonObject body = frame.getJsonObject("body", new JsonObject());
    String replyAddress = frame.getString("replyAddress");
    if (ATTACHING.contains(body.getString("type")) && body.getBoolean("chunks", true)) {
      refuse("chunks don't cross this bridge; set chunks to false and fetch pictures by HTTP");
    } else if (replyAddress == null) {
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
    parser.pause();
    consumer.completion().onComplete(known -> parser.resume());
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
      socket.close();
      return;
    }
    Buffer json = frame.toBuffer();
    socket.write(
        Buffer.buffer(LENGTH_BYTES + json.length()).appendInt(json.length()).appendBuffer(json));
  }
}
