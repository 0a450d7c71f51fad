package org.stylestream.service.client;

import java.util.Optional;
import org.stylestream.protocol.event.JobEvent;

/** An event that has come with its whole frame. */
record Arrival(long sequence, JobEvent event, Optional<Frame> frame) {
  /** Bytes of the frame; 0 without one. */
  long bytes() {
    return frame.map(whole -> whole.bytes().length).orElse(0);
  }
}
