package org.stylestream.service.engine;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.stylestream.protocol.message.EngineRequest.Submit;
import org.stylestream.protocol.message.Fault;
import org.stylestream.protocol.message.JobState;
import org.stylestream.service.job.JobFaultException;
import org.stylestream.service.job.JobPlanner;
import org.stylestream.service.job.MemoryCheck;
import org.stylestream.service.job.PlannedJob;

/** Takes new jobs in. */
final class Reception {
  private final Path jobs;
  private final Disk disk;
  private final JobTable table;
  private final JobPlanner planner;
  private final List<DeviceThread> devices;
  private final UploadStore uploads;
  private final Map<String, Arriving> arriving = new HashMap<>();

  /**
   * @param jobs folder of the jobs' folders
   */
  Reception(
      Path jobs,
      Disk disk,
      JobTable table,
      JobPlanner planner,
      List<DeviceThread> devices,
      UploadStore uploads) {
    this.jobs = jobs;
    this.disk = disk;
    this.table = table;
    this.planner = planner;
    this.devices = devices;
    this.uploads = uploads;
  }

  /** A submission that is being looked through. */
  private record Arriving(Set<String> uploads, Future<Job> job) {}

  /** What is known of a job before it is one of the engine's. */
  private record Arrival(Job job, List<String> missing) {}

  /** The upload folder is full with what other jobs need. */
  static final class FullException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Jobs that are being looked through. */
  int arriving() {
    return arriving.size();
  }

  /** A job that is being looked through under this id. */
  Optional<Future<Job>> arriving(String jobId) {
    return Optional.ofNullable(arriving.get(jobId)).map(Arriving::job);
  }

  /**
   * Looks a job through, off the event loop, and takes it in.
   *
   * @return fails with {@link JobFaultException} or {@link FullException} if it can't be taken
   */
  Future<Job> receive(Submit submit) {
    Set<String> wanted = uploads(submit);
    Future<Job> job =
        disk.soon(() -> planner.plan(submit.request(), submit.delivery()))
            // In order, so that no submission takes the room that one before it was promised.
            .compose(plan -> disk.inOrder(arrival(submit, plan, wanted)))
            .map(
                arrival -> {
                  arrival.job().missing().addAll(arrival.missing());
                  table.add(arrival.job());
                  return arrival.job();
                })
            .onComplete(done -> arriving.remove(submit.jobId()));
    if (!job.isComplete()) {
      arriving.put(submit.jobId(), new Arriving(wanted, job));
    }
    return job;
  }

  private static Set<String> uploads(Submit submit) {
    Set<String> uploads = new LinkedHashSet<>();
    submit.request().images().forEach(image -> uploads.add(image.sha256()));
    submit.resumeFrom().ifPresent(checkpoint -> uploads.add(checkpoint.sha256()));
    return uploads;
  }

  private Callable<Arrival> arrival(Submit submit, PlannedJob plan, Set<String> wanted) {
    Set<String> needed = table.uploadsNeeded();
    arriving.values().forEach(other -> needed.addAll(other.uploads()));
    return () -> {
      Set<DeviceThread> roomy = roomy(submit, plan, devices);
      try {
        List<String> missing = uploads.missing(wanted);
        requireRoom(submit, missing, needed);
        return new Arrival(create(submit, plan, roomy), missing);
      } catch (IOException e) {
        throw new JobFaultException(JobScheduler.storage(e), e);
      }
    };
  }

  /**
   * The devices that a job may run on, and fits on.
   *
   * @throws JobFaultException if there are none
   */
  static Set<DeviceThread> roomy(Submit submit, PlannedJob plan, List<DeviceThread> devices) {
    Set<DeviceThread> roomy = new LinkedHashSet<>();
    Optional<JobFaultException> refusal = Optional.empty();
    for (DeviceThread device : wanted(submit, devices)) {
      try {
        MemoryCheck.requireAny(device.devices(submit), plan::requireRoom);
        roomy.add(device);
      } catch (JobFaultException e) {
        refusal = Optional.of(e);
      }
    }
    if (roomy.isEmpty()) {
      throw refusal.orElseThrow();
    }
    return roomy;
  }

  private static List<DeviceThread> wanted(Submit submit, List<DeviceThread> devices) {
    if (submit.device().isEmpty()) {
      return devices;
    }
    String wish = submit.device().get();
    List<DeviceThread> wanted =
        devices.stream().filter(device -> device.facts().isMeantBy(wish)).toList();
    if (wanted.isEmpty()) {
      throw new JobFaultException(
          new Fault(
              Fault.Code.UNSUPPORTED,
              "this engine has no device '%s'; it has %s"
                  .formatted(
                      wish,
                      devices.stream()
                          .map(device -> device.facts().id())
                          .collect(Collectors.joining(", "))),
              Optional.of("device")));
    }
    return wanted;
  }

  private void requireRoom(Submit submit, List<String> missing, Set<String> needed)
      throws IOException {
    Map<String, Long> bytes = new HashMap<>();
    submit.request().images().forEach(image -> bytes.put(image.sha256(), image.bytes()));
    submit.resumeFrom().ifPresent(checkpoint -> bytes.put(checkpoint.sha256(), checkpoint.bytes()));
    bytes.keySet().retainAll(missing);
    long sum = bytes.values().stream().mapToLong(Long::longValue).sum();
    if (sum > uploads.limit()) {
      throw new JobFaultException(
          Fault.of(
              Fault.Code.TOO_LARGE,
              "the job's images have %d bytes; this engine takes at most %d"
                  .formatted(sum, uploads.limit())));
    }
    if (!uploads.makeRoom(sum, needed)) {
      throw new FullException();
    }
  }

  private Job create(Submit submit, PlannedJob plan, Set<DeviceThread> roomy) throws IOException {
    StoredJob stored = new StoredJob(submit, System.currentTimeMillis());
    Optional<JobFolder> folder = JobFolder.create(jobs.resolve(submit.jobId()), stored);
    if (folder.isEmpty()) {
      throw new JobFaultException(
          Fault.of(
              Fault.Code.CONFLICT,
              "another engine has a job %s already; attach to it, or take another id"
                  .formatted(submit.jobId())));
    }
    JobHistory history = new JobHistory();
    JobLog log = JobLog.open(folder.get().path(), history);
    Job job = new Job(stored, folder.get(), log, history, JobState.UPLOADING);
    job.plan(plan, roomy);
    return job;
  }
}
