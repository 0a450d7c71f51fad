package org.stylestream.service.engine;

import java.io.IOException;
import org.stylestream.protocol.event.JobEvent;

/** The end of a job that has no frame. */
record FinalEvent(Job job) {
  /** Logs it; in memory, where the disk doesn't take it, so that clients still hear of it. */
  void log(JobEvent event) {
    try {
      job.log().append(event);
    } catch (IOException e) {
      job.log().appendUnwritten(event);
    }
    job.history().add(event);
  }
}
