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
    @Meaning("What happened.") JobEvent event) {}
