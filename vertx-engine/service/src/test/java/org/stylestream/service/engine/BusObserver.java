package org.stylestream.service.engine;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import org.stylestream.protocol.Addresses;
import org.stylestream.protocol.frame.Chunk;
import org.stylestream.protocol.message.Discover;
import org.stylestream.protocol.message.EngineRequest;
import org.stylestream.protocol.record.RecordFormatException;
import org.stylestream.protocol.record.RecordReader;

/** Counts what goes to the engines of a local bus and what they answer, without their help. */
final class BusObserver {
  private final Map<String, LongAdder> counts = new ConcurrentSkipListMap<>();
  private final Set<String> submitted = ConcurrentHashMap.newKeySet();

  BusObserver(EventBus bus) {
    bus.addOutboundInterceptor(this::observe);
  }

  private void observe(DeliveryContext<Object> delivery) {
    String address = delivery.message().address();
    if (address.startsWith(Addresses.ANY_ENGINE)) {
      request(delivery);
    } else if (address.equals(Addresses.DISCOVERY)) {
      count(isDiscover(delivery.body()) ? "discover" : "malformed");
    } else if (address.startsWith("__vertx.reply") && delivery.body() instanceof JsonObject reply) {
      reply(reply);
    }
    delivery.next();
  }

  private void request(DeliveryContext<Object> delivery) {
    boolean answered = delivery.message().replyAddress() != null;
    count("request");
    switch (kind(delivery.body())) {
      case MALFORMED -> {
        count("malformed");
        if (!answered) {
          count("refused");
        }
      }
      case GRANT -> count("grant");
      case OTHER -> {
        if (!answered) {
          throw new IllegalStateException("what becomes of it can't be told: " + delivery.body());
        }
      }
    }
  }

  enum Kind {
    MALFORMED,
    GRANT,
    OTHER
  }

  static Kind kind(Object body) {
    try {
      if (body instanceof JsonObject json) {
        return RecordReader.read(json.toBuffer(), EngineRequest.class)
                instanceof EngineRequest.Grant
            ? Kind.GRANT
            : Kind.OTHER;
      }
      if (body instanceof Buffer buffer) {
        Chunk.decode(buffer);
        return Kind.OTHER;
      }
      return Kind.MALFORMED;
    } catch (RecordFormatException e) {
      return Kind.MALFORMED;
    }
  }

  private static boolean isDiscover(Object body) {
    try {
      return body instanceof JsonObject json
          && RecordReader.read(json.toBuffer(), Discover.class) != null;
    } catch (RecordFormatException e) {
      return false;
    }
  }

  private void reply(JsonObject reply) {
    count("reply");
    String type = reply.getString("type");
    count(type);
    if (type.equals("submitted")) {
      submitted.add(reply.getJsonObject("status").getString("jobId"));
    }
  }

  private void count(String what) {
    counts.computeIfAbsent(what, any -> new LongAdder()).increment();
  }

  /** How often something was seen: a kind of reply, or a kind of message. */
  long count(String... what) {
    long sum = 0;
    for (String one : what) {
      sum += counts.containsKey(one) ? counts.get(one).sum() : 0;
    }
    return sum;
  }

  /** Jobs that were taken. */
  int jobs() {
    return submitted.size();
  }

  @Override
  public String toString() {
    return new TreeMap<>(counts).toString();
  }
}
