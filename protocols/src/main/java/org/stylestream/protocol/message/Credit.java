package org.stylestream.protocol.message;

import org.stylestream.protocol.Identifier;
import org.stylestream.protocol.record.Meaning;
import org.stylestream.protocol.record.Range;
import org.stylestream.protocol.record.Text;

/**
 * What a client has consumed of a job and how much it takes beyond that. It is sent again and
 * again; the newest holds, so that one that is lost does no harm.
 *
 * @param attachment from the submission or the attachment; credits of older ones are ignored
 * @param consumed sequence number of the last event consumed, with its frame
 * @param partial bytes of the next event's frame that have come
 * @param bytes of frames that may be under way beyond what has come
 * @param frames that may be under way beyond {@code consumed}
 * @param previews consumed so far under this attachment; one more may be under way
 */
@Meaning("What a client has consumed of a job, and how much it takes beyond that.")
public record Credit(
    @Meaning("The job.") @Text(pattern = Identifier.PATTERN, words = Identifier.WORDS) String jobId,
    @Meaning("The attachment; credits of older ones are ignored.") @Range(min = 1, max = 9e15)
        long attachment,
    @Meaning("Sequence number of the last event consumed, with its frame.")
        @Range(min = 0, max = 9e15)
        long consumed,
    @Meaning("Bytes of the next event's frame that have come.") @Range(min = 0, max = 1.6e9)
        long partial,
    @Meaning("Bytes of frames that may be under way.") @Range(min = 0, max = 1e12) long bytes,
    @Meaning("Frames that may be under way; 0 pauses them.") @Range(min = 0, max = 1e6) int frames,
    @Meaning("Previews consumed so far; one more may be under way.") @Range(min = 0, max = 9e15)
        long previews) {}
