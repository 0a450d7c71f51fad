package org.stylestream.service.client;

import io.vertx.core.Future;
import java.util.Optional;
import org.stylestream.protocol.event.JobEvent;

/** A job that is watched. */
public interface JobHandle {
  /** The job's id. */
  String jobId();

  /** The engine that has it now. */
  String engineId();

  /**
   * How it ends: {@link JobEvent.Completed} or {@link JobEvent.Cancelled}, after the listener has
   * seen it. Fails with {@link JobFailedException} where the job failed, its listener threw, it was
   * let go of, or its engine was lost and no other has it and it isn't to be submitted again. An
   * engine that is lost is noticed within {@link ClientOptions#silence}; another one is looked for
   * for as long again, or for {@link ClientOptions#patience} where the job may be submitted there.
   */
  Future<Ending> ending();

  /** Asks the engine to end the job; {@link #ending} tells when it has. */
  Future<Void> cancel();

  /**
   * Stops watching; the job ends or goes on as its delivery says, and {@link #ending} fails. A job
   * that was attached to ends or goes on when the engine misses the client.
   */
  Future<Void> detach();

  /** The last event and its frame. */
  record Ending(JobEvent event, Optional<Frame> result) {}
}
