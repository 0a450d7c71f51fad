package org.stylestream.protocol.message;

import java.util.Optional;
import org.stylestream.protocol.Identifier;
import org.stylestream.protocol.Limits;
import org.stylestream.protocol.job.Priority;
import org.stylestream.protocol.record.Meaning;
import org.stylestream.protocol.record.Range;
import org.stylestream.protocol.record.Text;

/**
 * A job as its engine sees it.
 *
 * @param kind the request's name in JSON
 * @param position in the queue, from 1; 0 where it isn't queued
 * @param iteration the last one
 * @param plannedIterations of all stages
 * @param lastSequence of its events so far
 * @param submittedMillis since 1970
 */
@Meaning("A job as its engine sees it.")
public record JobStatus(
    @Meaning("The job.") @Text(pattern = Identifier.PATTERN, words = Identifier.WORDS) String jobId,
    @Meaning("Its kind, as style-transfer.")
        @Text(pattern = Identifier.PATTERN, words = Identifier.WORDS)
        String kind,
    @Meaning("Where it is.") JobState state,
    @Meaning("Its priority.") Priority priority,
    @Meaning("Place in the queue from 1; 0 where it isn't queued.") @Range(min = 0, max = 1e9)
        int position,
    @Meaning("The last iteration.") @Range(min = 0, max = Limits.MOST_ITERATIONS) int iteration,
    @Meaning("Iterations of all stages; 0 where it isn't known yet.")
        @Range(min = 0, max = Limits.MOST_ITERATIONS)
        int plannedIterations,
    @Meaning("Sequence number of its last event.") @Range(min = 0, max = 9e15) long lastSequence,
    @Meaning("When it was submitted, in milliseconds since 1970.") @Range(min = 0, max = 9e15)
        long submittedMillis,
    @Meaning("The client that watches it, where one does.")
        @Text(pattern = Identifier.PATTERN, words = Identifier.WORDS)
        Optional<String> clientId) {}
