package org.stylestream.service.client;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import org.stylestream.protocol.message.EngineAnnouncement;
import org.stylestream.protocol.message.JobStatus;

/**
 * Asks engines on an event bus for pictures. It picks the engine with the least to do, keeps the
 * lease of its jobs, grants credit as its listeners take what comes, and finds its way after lost
 * messages and lost engines. No method blocks; futures are completed on the caller's context where
 * it has one. All futures end: no answer within the time of {@link ClientOptions} is a failure, a
 * {@link JobFailedException} with one sentence.
 */
public interface StyleStreamClient {
  /**
   * A client on an event bus, which is registered there when the future succeeds.
   *
   * @param vertx local or clustered; {@link #close} leaves it open
   */
  static Future<StyleStreamClient> create(Vertx vertx, ClientOptions options) {
    return BusClient.create(vertx, options);
  }

  /** The engines that have announced themselves and are still there. */
  List<EngineAnnouncement> engines();

  /**
   * Asks engines to announce themselves; those that have within {@link ClientOptions#discovery}.
   */
  Future<List<EngineAnnouncement>> discover();

  /**
   * Submits a job to the best engine, uploads its images, and hands its events to a listener.
   * Succeeds when the job is queued; waits and asks again while all engines are busy, for {@link
   * ClientOptions#patience}. Fails at once where there is no engine or none that can do the job.
   */
  Future<JobHandle> submit(JobSubmission submission, JobListener listener);

  /**
   * Watches a job that an engine has, from the event after {@code lastSequence}; for a program that
   * was restarted.
   */
  Future<JobHandle> attach(String jobId, long lastSequence, JobListener listener);

  /** Ends a job, whoever submitted it. */
  Future<JobStatus> cancel(String jobId);

  /** The jobs of all engines, of those that answer in time. */
  Future<List<EngineJobs>> jobs();

  /**
   * Lets go of all jobs, which then end or go on as they were asked to, and of the bus. A job that
   * was attached to ends or goes on when the engine misses the client.
   */
  Future<Void> close();

  /** The jobs of one engine, the newest first. */
  record EngineJobs(EngineAnnouncement engine, List<JobStatus> jobs) {
    public EngineJobs {
      jobs = List.copyOf(jobs);
    }
  }
}
