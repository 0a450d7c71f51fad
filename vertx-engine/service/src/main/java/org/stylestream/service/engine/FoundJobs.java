package org.stylestream.service.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.message.JobState;
import org.stylestream.service.job.JobFaultException;
import org.stylestream.service.job.JobPlanner;
import org.stylestream.service.job.PlannedJob;

/**
 * Finds jobs in the folder that no living engine has: those of this engine before it was started
 * again, and of others that share the folder and have died. Methods block.
 */
final class FoundJobs {
  /** After so long a folder without a job in it isn't one that is just being made. */
  private static final Duration HALF_MADE = Duration.ofMinutes(1);

  private final Path jobs;
  private final JobPlanner planner;
  private final List<DeviceThread> devices;
  private final UploadStore uploads;

  /** Folders of jobs that have ended, not to be looked at again. */
  private final Set<Path> settled = new HashSet<>();

  FoundJobs(Path jobs, JobPlanner planner, List<DeviceThread> devices, UploadStore uploads) {
    this.jobs = jobs;
    this.planner = planner;
    this.devices = devices;
    this.uploads = uploads;
  }

  /**
   * Takes what is free, in the order of submission.
   *
   * @param known ids of the jobs that the engine has
   * @param withEnded whether to give those, too, that have ended
   */
  synchronized List<Job> take(Set<String> known, boolean withEnded) throws IOException {
    List<Job> found = new ArrayList<>();
    for (Path folder : folders()) {
      if (!known.contains(folder.getFileName().toString()) && !settled.contains(folder)) {
        tryTake(folder, withEnded).ifPresent(found::add);
      }
    }
    found.sort(Comparator.comparingLong(job -> job.stored().submittedMillis()));
    return found;
  }

  private List<Path> folders() throws IOException {
    try (Stream<Path> listed = Files.list(jobs)) {
      return listed.filter(Files::isDirectory).toList();
    }
  }

  /** A folder that can't be read is left alone: it mustn't keep the others from going on. */
  private Optional<Job> tryTake(Path path, boolean withEnded) {
    try {
      if (isBeingMade(path)) {
        return Optional.empty();
      }
      Optional<JobFolder> folder = JobFolder.take(path);
      return folder.isPresent() ? open(folder.get(), withEnded) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Optional<Job> open(JobFolder folder, boolean withEnded) throws IOException {
    try {
      Optional<StoredJob> stored = folder.stored();
      if (stored.isEmpty()) {
        folder.delete();
        return Optional.empty();
      }
      JobHistory history = new JobHistory();
      JobLog log = JobLog.open(folder.path(), history);
      StoredJob known = log.wasCut() ? folder.renew(stored.get()) : stored.get();
      Job job = new Job(known, folder, log, history, JobState.UPLOADING);
      if (job.state().isFinal()) {
        settle(job);
        return withEnded ? Optional.of(job) : Optional.empty();
      }
      prepare(job);
      return Optional.of(job);
    } catch (IOException e) {
      folder.release();
      throw e;
    }
  }

  private void settle(Job job) throws IOException {
    settled.add(job.folder().path());
    job.folder().release();
    job.bytes(job.folder().bytes());
  }

  /** Whether an engine may be about to lock the folder: it mustn't find it taken then. */
  private static boolean isBeingMade(Path folder) throws IOException {
    Instant made = Files.getLastModifiedTime(folder).toInstant();
    return !JobFolder.hasRequest(folder) && made.isAfter(Instant.now().minus(HALF_MADE));
  }

  private void prepare(Job job) throws IOException {
    try {
      PlannedJob plan = planner.plan(job.submit().request(), job.submit().delivery());
      job.plan(plan, Reception.roomy(job.submit(), plan, devices));
      job.missing().addAll(uploads.missing(job.uploads()));
    } catch (JobFaultException e) {
      new FinalEvent(job).log(new JobEvent.Failed(e.fault()));
      settle(job);
    }
  }
}
