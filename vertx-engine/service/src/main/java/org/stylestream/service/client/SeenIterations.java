package org.stylestream.service.client;

import org.stylestream.protocol.event.JobEvent;

/**
 * What a listener has been told of a run, so that it isn't told again when the job has begun anew
 * on another engine. Iterations are reported in rising order.
 */
final class SeenIterations {
  private static final int NONE = -1;

  private int progress = NONE;
  private int kept = NONE;
  private int checkpoint = NONE;
  private int preview = NONE;

  /** Takes note of an event; whether it tells something new. */
  boolean isNew(JobEvent event) {
    if (event instanceof JobEvent.Progress now) {
      boolean fresh = now.iteration() > progress;
      progress = Math.max(progress, now.iteration());
      return fresh;
    }
    if (event instanceof JobEvent.Kept now) {
      boolean fresh = now.iteration() > kept;
      kept = Math.max(kept, now.iteration());
      return fresh;
    }
    if (event instanceof JobEvent.Checkpointed now) {
      boolean fresh = now.iteration() > checkpoint;
      checkpoint = Math.max(checkpoint, now.iteration());
      return fresh;
    }
    if (event instanceof JobEvent.Preview now) {
      boolean fresh = now.iteration() > preview;
      preview = Math.max(preview, now.iteration());
      return fresh;
    }
    return true;
  }
}
