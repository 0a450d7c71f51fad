package org.stylestream.service.engine;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.stylestream.protocol.message.JobState;
import org.stylestream.protocol.message.JobStatus;

/** The jobs that an engine has. Any thread may look, the engine's event loop changes it. */
final class JobTable {
  private final Map<String, Job> jobs = new ConcurrentHashMap<>();
  private final JobQueue queue = new JobQueue();

  /** Those that have ended, in the order in which they did. */
  private final Map<String, Job> ended = new LinkedHashMap<>();

  JobQueue queue() {
    return queue;
  }

  void add(Job job) {
    jobs.put(job.id(), job);
  }

  void hasEnded(Job job) {
    ended.put(job.id(), job);
  }

  void remove(Job job) {
    jobs.remove(job.id());
    ended.remove(job.id());
  }

  Optional<Job> find(String jobId) {
    return Optional.ofNullable(jobs.get(jobId));
  }

  Collection<Job> all() {
    return jobs.values();
  }

  /** Those that have ended, the oldest end first. */
  List<Job> ended() {
    return List.copyOf(ended.values());
  }

  List<Job> in(JobState state) {
    return jobs.values().stream().filter(job -> job.state() == state).toList();
  }

  int count(JobState state) {
    return (int) jobs.values().stream().filter(job -> job.state() == state).count();
  }

  /** Jobs that have yet to begin. */
  int waiting() {
    return count(JobState.UPLOADING) + count(JobState.QUEUED);
  }

  /** Jobs of a client that have yet to begin. */
  int waiting(String clientId) {
    return (int)
        jobs.values().stream()
            .filter(job -> job.state() == JobState.UPLOADING || job.state() == JobState.QUEUED)
            .filter(job -> job.submit().clientId().equals(clientId))
            .count();
  }

  /** Uploads that jobs need which haven't ended. */
  Set<String> uploadsNeeded() {
    Set<String> needed = new HashSet<>();
    jobs.values().stream()
        .filter(job -> !job.state().isFinal())
        .forEach(job -> needed.addAll(job.uploads()));
    return needed;
  }

  /** A job as it is. */
  JobStatus status(Job job) {
    int place = job.state() == JobState.QUEUED ? queue.inOrder().indexOf(job) + 1 : 0;
    return job.status(place);
  }

  /** All jobs as they are, the newest first. */
  List<JobStatus> statuses() {
    Map<Job, Integer> places = queue.places();
    return jobs.values().stream()
        .map(job -> job.status(places.getOrDefault(job, 0)))
        .sorted(Comparator.comparingLong(JobStatus::submittedMillis).reversed())
        .toList();
  }
}
