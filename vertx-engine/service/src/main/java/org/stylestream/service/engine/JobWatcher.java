package org.stylestream.service.engine;

import org.stylestream.protocol.message.JobStatus;

/** Is told of jobs, for a log; on the engine's event loop, so it must not block. */
@FunctionalInterface
public interface JobWatcher {
  /** A job has come into another state. */
  void changed(JobStatus status);
}
