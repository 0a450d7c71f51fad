package org.stylestream.service.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.stylestream.protocol.event.LossReport;
import org.stylestream.protocol.message.EngineAnnouncement;
import org.stylestream.protocol.message.JobState;
import org.stylestream.protocol.message.JobStatus;

/** Looks at an engine without disturbing it. */
final class LiveView implements EngineView {
  private final Supplier<EngineAnnouncement> announcement;
  private final JobTable table;
  private final Counters counters;
  private final Pulse pulse;
  private final List<DeviceThread> devices;

  LiveView(
      Supplier<EngineAnnouncement> announcement,
      JobTable table,
      Counters counters,
      Pulse pulse,
      List<DeviceThread> devices) {
    this.announcement = announcement;
    this.table = table;
    this.counters = counters;
    this.pulse = pulse;
    this.devices = devices;
  }

  @Override
  public EngineAnnouncement announcement() {
    return announcement.get();
  }

  @Override
  public List<JobStatus> jobs() {
    return table.statuses();
  }

  @Override
  public List<LossReport> losses(String jobId, int from, int most) {
    return table.find(jobId).map(job -> job.history().losses(from, most)).orElse(List.of());
  }

  @Override
  public Optional<Look> latest(String jobId) {
    return table
        .find(jobId)
        .filter(job -> job.state() == JobState.RUNNING)
        .flatMap(job -> job.previews().look());
  }

  @Override
  public Optional<Path> result(String jobId) {
    return table
        .find(jobId)
        .filter(job -> job.state().isFinal())
        .map(job -> job.folder().result())
        .filter(Files::exists);
  }

  @Override
  public EngineCounters counters() {
    return counters.read();
  }

  @Override
  public Health health() {
    Optional<String> problem = dead();
    if (problem.isPresent()) {
      return new Health(false, false, problem);
    }
    problem = unready();
    return new Health(true, problem.isEmpty(), problem);
  }

  private Optional<String> dead() {
    if (!pulse.isBeating()) {
      return Optional.of("the engine's event loop doesn't turn");
    }
    return devices.stream()
        .filter(device -> !device.isAlive())
        .findFirst()
        .map(device -> "the thread of the device %s has died".formatted(device.facts().id()));
  }

  private Optional<String> unready() {
    if (announcement.get().draining()) {
      return Optional.of("the engine is going away");
    }
    return pulse.isReachable()
        ? Optional.empty()
        : Optional.of("the engine doesn't reach itself over the event bus");
  }
}
