package org.stylestream.service.client;

import java.util.Optional;
import org.stylestream.protocol.event.JobEvent;

/**
 * Sees a job's events, in order and one at a time, on a worker thread of the client's: it may
 * block, and the engine doesn't send more than the client's credit while it does. If it throws, the
 * client lets go of the job.
 *
 * <p>Progress, kept frames and checkpoints come once each and in the order of their iterations,
 * even where the job's engine is lost. Where the job is then submitted again, {@link
 * JobEvent.Queued} and {@link JobEvent.Accepted} come once more and tell of the new engine; what
 * that computes a second time isn't shown again. On a device of the same kind it is the same, bit
 * for bit; on another kind iterations from there on differ by rounding from what the lost engine
 * would have come to, which optimisers can amplify, and the losses may show a small step.
 */
@FunctionalInterface
public interface JobListener {
  /**
   * An event.
   *
   * @param sequence to attach again from, at the engine that has the job now: it rises by one from
   *     event to event, begins anew where the job was submitted again, and then passes over what
   *     isn't shown again; 0 for previews
   * @param frame the whole frame, where the event has one
   */
  void onEvent(long sequence, JobEvent event, Optional<Frame> frame) throws Exception;
}
