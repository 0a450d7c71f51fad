package org.stylestream.service.engine;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.DeliveryOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.stylestream.compute.device.DeviceChain;
import org.stylestream.compute.preset.Presets;
import org.stylestream.compute.preset.StylePreset;
import org.stylestream.protocol.Addresses;
import org.stylestream.protocol.Limits;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.job.ClientLoss;
import org.stylestream.protocol.message.EngineAnnouncement;
import org.stylestream.protocol.message.EngineRequest;
import org.stylestream.protocol.message.JobState;
import org.stylestream.service.cluster.LastingConsumer;
import org.stylestream.service.job.JobPlanner;
import org.stylestream.service.job.NetworkCatalogue;

/** An engine's parts, put together, and its clock. */
final class EngineVerticle extends VerticleBase {
  private static final int DISK_THREADS = 4;
  private static final int LONGEST_SWEEP_MILLIS = 1000;
  private static final int SWEEPS_A_LEASE = 8;
  private static final long PROBE_SECONDS = 5;
  private static final long PROBE_TIMEOUT_MILLIS = 2000;
  private static final long UPLOAD_SWEEP_SECONDS = 60;

  private final String engineId;
  private final EngineOptions options;
  private final List<DeviceChain> devices;
  private final NetworkCatalogue networks;
  private final Counters counters = new Counters();
  private final JobTable table = new JobTable();
  private final Pulse pulse = new Pulse();
  private final List<DeviceThread> threads = new ArrayList<>();
  private final List<LastingConsumer> consumers = new ArrayList<>();
  private final List<Long> timers = new ArrayList<>();

  private volatile Optional<TemporaryFolder> temporary = Optional.empty();
  private Disk disk;
  private Attachments attachments;
  private JobScheduler scheduler;
  private Uploads uploads;
  private Retirement retirement;
  private FoundJobs found;
  private Announcer announcer;
  private volatile boolean draining;
  private volatile Optional<String> http = Optional.empty();

  EngineVerticle(
      String engineId,
      EngineOptions options,
      List<DeviceChain> devices,
      NetworkCatalogue networks) {
    this.engineId = engineId;
    this.options = options;
    this.devices = List.copyOf(devices);
    this.networks = networks;
  }

  @Override
  public Future<?> start() {
    disk = new Disk(vertx.createSharedWorkerExecutor("stylestream-" + engineId, DISK_THREADS));
    return disk.inOrder(
            () -> {
              Files.createDirectories(jobs());
              if (options.storage().temporary()) {
                temporary = Optional.of(TemporaryFolder.lock(options.storage().folder()));
              }
              return new UploadStore(
                  options.storage().folder().resolve("uploads"), options.storage().uploadBytes());
            })
        .compose(this::assemble);
  }

  private Path jobs() {
    return jobs(options.storage().folder());
  }

  /** Where the jobs' folders are in an engine's folder. */
  static Path jobs(Path folder) {
    return folder.resolve("jobs");
  }

  private Future<?> assemble(UploadStore store) {
    devices.forEach(device -> threads.add(new DeviceThread(device)));
    JobPlanner planner = new JobPlanner(networks);
    announcer = new Announcer(vertx, options.times().announcement(), this::announcement);
    attachments =
        new Attachments(
            vertx.eventBus(), disk, counters, options.times().lease(), options.times().claim());
    scheduler =
        new JobScheduler(
            engineId,
            context,
            disk,
            table,
            threads,
            options.storage().largestSentCheckpoint(),
            store,
            attachments,
            counters,
            options.watcher(),
            announcer::soon);
    uploads = new Uploads(disk, store, table, scheduler);
    retirement = new Retirement(options.storage().retention(), disk, table, attachments, store);
    found = new FoundJobs(jobs(), planner, threads, store);
    RequestHandler handler =
        new RequestHandler(
            engineId,
            options,
            table,
            new Reception(jobs(), disk, table, planner, threads, store),
            uploads,
            scheduler,
            attachments,
            retirement,
            counters,
            this::announcement);
    return takeUp(true)
        .compose(then -> listen(handler))
        .onSuccess(then -> tick())
        .onFailure(e -> threads.forEach(thread -> thread.end(() -> {})));
  }

  private Future<?> listen(RequestHandler handler) {
    for (String address : List.of(Addresses.engine(engineId), Addresses.ANY_ENGINE)) {
      consumers.add(LastingConsumer.listen(vertx, address, handler::handle));
    }
    consumers.add(
        LastingConsumer.listen(
            vertx, Addresses.DISCOVERY, message -> handler.discover(message, announcer::soon)));
    return Future.all(consumers.stream().map(LastingConsumer::completion).toList())
        .onSuccess(then -> announcer.soon());
  }

  private void tick() {
    long sweep =
        Math.max(
            1, Math.min(LONGEST_SWEEP_MILLIS, options.times().lease().toMillis() / SWEEPS_A_LEASE));
    every(Duration.ofMillis(sweep), this::sweep);
    every(options.times().lease().dividedBy(2), () -> takeUp(false));
    every(Duration.ofSeconds(UPLOAD_SWEEP_SECONDS), retirement::sweepUploads);
    every(Duration.ofSeconds(PROBE_SECONDS), this::probe);
    probe();
    pulse.beat();
  }

  private void every(Duration period, Runnable work) {
    timers.add(vertx.setPeriodic(period.toMillis(), id -> work.run()));
  }

  private void sweep() {
    pulse.beat();
    for (Job job : attachments.takeAbandoned()) {
      if (job.submit().delivery().onClientLoss() == ClientLoss.CANCEL) {
        scheduler.cancel(job, JobEvent.Cancelled.Cause.CLIENT_LOST);
      }
    }
    uploads.sweep(options.times().upload());
    retirement.sweepJobs();
  }

  /** Goes on with the jobs in the folder that no engine has. */
  private Future<?> takeUp(boolean withEnded) {
    if (draining) {
      return Future.succeededFuture();
    }
    Set<String> known = new HashSet<>();
    table.all().forEach(job -> known.add(job.id()));
    return disk.inOrder(() -> found.take(known, withEnded))
        .onSuccess(jobs -> jobs.forEach(this::adopt));
  }

  private void adopt(Job job) {
    if (table.find(job.id()).isPresent()) {
      return;
    }
    table.add(job);
    if (job.state().isFinal()) {
      table.hasEnded(job);
      return;
    }
    attachments.expectClaim(job);
    if (!job.missing().isEmpty()) {
      return;
    }
    if (job.log().lastSequence() > 0) {
      scheduler.enqueueAgain(job);
    } else {
      scheduler.enqueue(job);
    }
  }

  private void probe() {
    vertx
        .eventBus()
        .request(
            Addresses.engine(engineId),
            JsonMessages.json(new EngineRequest.Describe(), EngineRequest.class),
            new DeliveryOptions().setSendTimeout(PROBE_TIMEOUT_MILLIS))
        .onSuccess(reply -> pulse.reached());
  }

  private EngineAnnouncement announcement() {
    return new EngineAnnouncement(
        Limits.VERSION,
        engineId,
        options.program(),
        options.host(),
        threads.stream().map(DeviceThread::facts).toList(),
        networks.names(),
        Presets.all().stream().map(StylePreset::id).toList(),
        JobPlanner.KINDS,
        threads.size(),
        table.count(JobState.RUNNING),
        table.waiting(),
        options.waiting().jobs(),
        threads.stream().mapToLong(thread -> thread.facts().memoryBytes()).max().orElse(0),
        draining,
        (int) options.times().ttl().toMillis(),
        http);
  }

  EngineView view() {
    return new LiveView(this::announcement, table, counters, pulse, threads);
  }

  /** Says where the engine serves HTTP. */
  void announceHttp(String url) {
    http = Optional.of(url);
    context.runOnContext(then -> announcer.soon());
  }

  /**
   * Takes no more jobs, and waits until those that can have finished within the time to drain, and
   * their clients have fetched everything, or the time is over.
   */
  Future<Void> drain() {
    Promise<Void> drained = Promise.promise();
    context.runOnContext(
        then -> {
          draining = true;
          announcer.soon();
          scheduler.stop(options.times().drain().toSeconds());
          long end = System.nanoTime() + options.times().drain().toNanos();
          every(Duration.ofMillis(50), () -> checkDrained(end, drained));
        });
    return drained.future();
  }

  private void checkDrained(long end, Promise<Void> drained) {
    boolean fetched =
        table.all().stream()
            .flatMap(job -> job.senders().stream())
            .allMatch(EventSender::isCaughtUp);
    boolean over = System.nanoTime() - end > 0;
    if (over || table.count(JobState.RUNNING) == 0 && fetched) {
      drained.tryComplete();
    }
  }

  @Override
  public Future<?> stop() {
    draining = true;
    timers.forEach(vertx::cancelTimer);
    announcer.end();
    List<Future<?>> ends = new ArrayList<>();
    consumers.forEach(consumer -> ends.add(consumer.unregister()));
    ends.add(scheduler.end());
    return Future.join(ends)
        .transform(then -> disk.inOrder(this::leave))
        .onComplete(then -> table.all().forEach(attachments::forget));
  }

  private Void leave() throws IOException {
    for (Job job : table.all()) {
      job.folder().release();
    }
    if (temporary.isPresent()) {
      temporary.get().close();
    }
    return null;
  }
}
