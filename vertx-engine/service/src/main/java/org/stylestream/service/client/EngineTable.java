package org.stylestream.service.client;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.stylestream.protocol.Limits;
import org.stylestream.protocol.job.JobRequest;
import org.stylestream.protocol.job.StyleTransferRequest;
import org.stylestream.protocol.job.TextureSynthesisRequest;
import org.stylestream.protocol.message.DeviceFacts;
import org.stylestream.protocol.message.EngineAnnouncement;

/** What engines have announced, as long as it holds. Any thread may read it. */
final class EngineTable {
  private static final String ANY_NETWORK = "auto";

  private final LongSupplier nanos;
  private final Random random;
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();

  /**
   * An empty table.
   *
   * @param nanos a clock as {@link System#nanoTime}
   * @param random tells engines apart that are equally good
   */
  EngineTable(LongSupplier nanos, Random random) {
    this.nanos = nanos;
    this.random = random;
  }

  /** Takes an announcement. */
  void announced(EngineAnnouncement engine) {
    entries.merge(
        engine.engineId(),
        new Entry(engine, nanos.getAsLong(), 0, OptionalLong.empty()),
        (before, now) -> now.busyUntil(before.busyUntil()));
  }

  /** Takes note of a job that an engine was asked to do, and that it hasn't announced yet. */
  void asked(String engineId) {
    entries.computeIfPresent(engineId, (id, entry) -> entry.withAnotherJob());
  }

  /** Takes note of how long an engine doesn't want to be asked again. */
  void busy(String engineId, long millis) {
    OptionalLong until = OptionalLong.of(nanos.getAsLong() + TimeUnit.MILLISECONDS.toNanos(millis));
    entries.computeIfPresent(engineId, (id, entry) -> entry.busyUntil(until));
  }

  /** How much longer an engine doesn't want to be asked; empty if it may be. */
  OptionalLong busyMillis(String engineId) {
    Entry entry = entries.get(engineId);
    if (entry == null || entry.busyUntil().isEmpty()) {
      return OptionalLong.empty();
    }
    long left = entry.busyUntil().getAsLong() - nanos.getAsLong();
    return left > 0
        ? OptionalLong.of(TimeUnit.NANOSECONDS.toMillis(left) + 1)
        : OptionalLong.empty();
  }

  /** Whether an engine's announcement holds. */
  boolean isPresent(String engineId) {
    Entry entry = entries.get(engineId);
    return entry != null && entry.holds(nanos.getAsLong());
  }

  /** The engines that are there, by id. */
  List<EngineAnnouncement> present() {
    return holding().stream()
        .map(Entry::engine)
        .sorted(Comparator.comparing(EngineAnnouncement::engineId))
        .toList();
  }

  /**
   * The engines that can do a job, the best first: those whose queue isn't full, those with the
   * least to do for each of their slots, those with the most memory; at random among equals.
   *
   * @param device that it must run on, if one was named
   */
  List<EngineAnnouncement> ranked(JobRequest request, Optional<String> device) {
    List<Entry> able = new ArrayList<>(holding());
    able.removeIf(entry -> obstacle(entry.engine(), request, device).isPresent());
    Collections.shuffle(able, random);
    able.sort(
        Comparator.comparing(Entry::isFull)
            .thenComparingDouble(Entry::load)
            .thenComparing(entry -> -entry.engine().memoryBytes()));
    return able.stream().map(Entry::engine).toList();
  }

  /**
   * Why an engine can't do a job, as a part of a sentence; empty where it can.
   *
   * @param device that it must run on, if one was named
   */
  static Optional<String> obstacle(
      EngineAnnouncement engine, JobRequest request, Optional<String> device) {
    if (engine.version() != Limits.VERSION) {
      return Optional.of(
          "speaks version %d of the protocol, not %d".formatted(engine.version(), Limits.VERSION));
    }
    if (engine.draining()) {
      return Optional.of("is going away");
    }
    if (!engine.kinds().contains(request.kind())) {
      return lacks("kind of job", request.kind(), engine.kinds());
    }
    String network = request.network();
    if (!network.equals(ANY_NETWORK) && !engine.networks().contains(network)) {
      return lacks("network", network, engine.networks());
    }
    if (device.isPresent()
        && engine.devices().stream().noneMatch(had -> had.isMeantBy(device.get()))) {
      return lacks("device", device.get(), engine.devices().stream().map(DeviceFacts::id).toList());
    }
    return preset(request)
        .filter(preset -> !engine.presets().contains(preset))
        .flatMap(preset -> lacks("preset", preset, engine.presets()));
  }

  private static Optional<String> lacks(String what, String name, List<String> had) {
    return Optional.of("has no %s %s (it has %s)".formatted(what, name, String.join(", ", had)));
  }

  private static Optional<String> preset(JobRequest request) {
    if (request instanceof StyleTransferRequest transfer) {
      return Optional.of(transfer.preset());
    }
    if (request instanceof TextureSynthesisRequest texture) {
      return Optional.of(texture.preset());
    }
    return Optional.empty();
  }

  private List<Entry> holding() {
    long now = nanos.getAsLong();
    entries.values().removeIf(entry -> !entry.holds(now));
    return List.copyOf(entries.values());
  }

  /**
   * An engine.
   *
   * @param jobs that it was asked to do since it announced itself
   * @param busyUntil when it may be asked again, where it was busy
   */
  private record Entry(EngineAnnouncement engine, long heard, int jobs, OptionalLong busyUntil) {
    Entry withAnotherJob() {
      return new Entry(engine, heard, jobs + 1, busyUntil);
    }

    Entry busyUntil(OptionalLong until) {
      return new Entry(engine, heard, jobs, until);
    }

    boolean holds(long now) {
      return now - heard < TimeUnit.MILLISECONDS.toNanos(engine.ttlMillis());
    }

    boolean isFull() {
      int free = engine.slots() - engine.running();
      return engine.queued() + jobs >= engine.queueLimit() + free;
    }

    double load() {
      return (double) (engine.running() + engine.queued() + jobs) / engine.slots();
    }
  }
}
