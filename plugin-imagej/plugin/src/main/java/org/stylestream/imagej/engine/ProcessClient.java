package org.stylestream.imagej.engine;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.stylestream.protocol.message.EngineAnnouncement;
import org.stylestream.protocol.message.Fault;
import org.stylestream.protocol.message.JobStatus;
import org.stylestream.service.client.JobFailedException;
import org.stylestream.service.client.JobHandle;
import org.stylestream.service.client.JobListener;
import org.stylestream.service.client.JobSubmission;
import org.stylestream.service.client.StyleStreamClient;

/**
 * A client of an engine's process, whose jobs fail as soon as the process has ended: others would
 * wait for another engine to turn up.
 */
final class ProcessClient implements StyleStreamClient {
  private final StyleStreamClient client;
  private final CompletableFuture<String> end;

  /** Only those that aren't over, so that what has ended isn't held for as long as the process. */
  private final Set<Runnable> watchers = ConcurrentHashMap.newKeySet();

  /**
   * @param end completed when the process has ended, with a sentence for the user
   */
  ProcessClient(StyleStreamClient client, CompletableFuture<String> end) {
    this.client = client;
    this.end = end;
    end.thenRun(() -> watchers.forEach(Runnable::run));
  }

  @Override
  public Future<JobHandle> submit(JobSubmission submission, JobListener listener) {
    return unlessEnded(client.submit(submission, listener).map(Watched::new));
  }

  @Override
  public Future<JobHandle> attach(String jobId, long lastSequence, JobListener listener) {
    return unlessEnded(client.attach(jobId, lastSequence, listener).map(Watched::new));
  }

  private <T> Future<T> unlessEnded(Future<T> future) {
    Promise<T> first = Promise.promise();
    future.onSuccess(first::tryComplete).onFailure(first::tryFail);
    Runnable watcher = () -> first.tryFail(ended());
    watchers.add(watcher);
    first.future().onComplete(over -> watchers.remove(watcher));
    if (end.isDone()) {
      watcher.run();
    }
    return first.future();
  }

  private JobFailedException ended() {
    return new JobFailedException(Fault.of(Fault.Code.UNAVAILABLE, end.join()));
  }

  @Override
  public List<EngineAnnouncement> engines() {
    return client.engines();
  }

  @Override
  public Future<List<EngineAnnouncement>> discover() {
    return client.discover();
  }

  @Override
  public Future<JobStatus> cancel(String jobId) {
    return client.cancel(jobId);
  }

  @Override
  public Future<List<EngineJobs>> jobs() {
    return client.jobs();
  }

  @Override
  public Future<Void> close() {
    return client.close();
  }

  /** A job that fails with the process, and isn't looked for then. */
  private final class Watched implements JobHandle {
    private final JobHandle job;
    private final Future<Ending> ending;

    Watched(JobHandle job) {
      this.job = job;
      ending = unlessEnded(job.ending());
      ending.onFailure(failure -> letGo());
    }

    private void letGo() {
      if (end.isDone()) {
        job.detach();
      }
    }

    @Override
    public String jobId() {
      return job.jobId();
    }

    @Override
    public String engineId() {
      return job.engineId();
    }

    @Override
    public Future<Ending> ending() {
      return ending;
    }

    @Override
    public Future<Void> cancel() {
      return job.cancel();
    }

    @Override
    public Future<Void> detach() {
      return job.detach();
    }
  }
}
