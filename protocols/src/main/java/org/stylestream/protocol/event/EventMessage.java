package org.stylestream.protocol.event;

import org.stylestream.protocol.Identifier;
import org.stylestream.protocol.record.Meaning;
import org.stylestream.protocol.record.Range;
import org.stylestream.protocol.record.Text;

/**
 * An event on its way to a client.
 *
 * @param attachment under which it is sent; others are to be ignored
 * @param sequence from 1, without gaps; 0 for previews
 */
@Meaning("An event on its way to a client.")
public record EventMessage(
    @Meaning("The job.") @Text(pattern = Identifier.PATTERN, words = Identifier.WORDS) String jobId,
    @Meaning("The attachment under which it is sent; others are to be ignored.")
        @Range(min = 1, max = 9e15)
        long attachment,
    @Meaning("From 1, without gaps; 0 for previews.") @Range(min = 0, max = 9e15) long sequence,
    @Meaning("What happened.") JobEvent event) {
  public EventMessage {
    if (event instanceof JobEvent.Preview != (sequence == 0)) {
      throw new IllegalArgumentException(
          sequence == 0
              ? "sequence is 0, but the event is no preview; number it from 1"
              : "the event is a preview, but sequence is %d; give 0".formatted(sequence));
    }
  }
}
