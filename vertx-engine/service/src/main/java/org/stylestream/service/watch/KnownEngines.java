package org.stylestream.service.watch;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.stylestream.protocol.Addresses;
import org.stylestream.protocol.Limits;
import org.stylestream.protocol.message.Discover;
import org.stylestream.protocol.message.EngineAnnouncement;
import org.stylestream.protocol.record.RecordFormatException;
import org.stylestream.protocol.record.RecordReader;
import org.stylestream.protocol.record.RecordWriter;

/** The engines of the cluster, as they announce themselves on the bus. */
final class KnownEngines {
  /** More engines than this aren't remembered, whatever is announced. */
  private static final int MOST = 1024;

  private final Map<String, Heard> engines = new ConcurrentHashMap<>();

  private record Heard(EngineAnnouncement announcement, long nanos) {
    boolean isGone(long now) {
      return now - nanos > TimeUnit.MILLISECONDS.toNanos(announcement.ttlMillis());
    }
  }

  /** Begins to listen, and asks all engines to announce themselves. */
  static KnownEngines listening(EventBus bus) {
    KnownEngines known = new KnownEngines();
    bus.consumer(Addresses.ANNOUNCEMENTS, known::hear);
    Buffer discover = RecordWriter.write(new Discover(Limits.VERSION), Discover.class);
    bus.publish(Addresses.DISCOVERY, new JsonObject(discover));
    return known;
  }

  private void hear(Message<Object> message) {
    if (!(message.body() instanceof JsonObject body)) {
      return;
    }
    try {
      var announcement = RecordReader.read(body.toBuffer(), EngineAnnouncement.class);
      if (engines.size() < MOST || engines.containsKey(announcement.engineId())) {
        engines.put(announcement.engineId(), new Heard(announcement, System.nanoTime()));
      }
    } catch (RecordFormatException e) {
      // Of another version, or no engine: not to be shown. Engines count what is malformed.
    }
  }

  /** Those that are there, by host and id; those that have gone are forgotten. */
  List<EngineAnnouncement> present() {
    long now = System.nanoTime();
    engines.values().removeIf(heard -> heard.isGone(now));
    return engines.values().stream()
        .map(Heard::announcement)
        .sorted(
            Comparator.comparing(EngineAnnouncement::host)
                .thenComparing(EngineAnnouncement::engineId))
        .toList();
  }
}
