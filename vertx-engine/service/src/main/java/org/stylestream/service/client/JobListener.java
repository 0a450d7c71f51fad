package org.stylestream.service.client;

import java.util.Optional;
import org.stylestream.protocol.event.JobEvent;

/**
 * Sees a job's events, in order and one at a time, on a worker thread of the client's: it may
 * block, and the engine doesn't send more than the client's credit while it does.
 */
@FunctionalInterface
public interface JobListener {
  /**
   * An event.
   *
   * @param sequence to attach again from; 0 for previews
   * @param frame the whole frame, where the event has one
   */
  void onEvent(long sequence, JobEvent event, Optional<Frame> frame) throws Exception;
}
