package org.stylestream.protocol.job;

import java.util.Optional;
import org.stylestream.protocol.Limits;
import org.stylestream.protocol.frame.Datatype;
import org.stylestream.protocol.record.Meaning;
import org.stylestream.protocol.record.Range;

/**
 * How a job's results come.
 *
 * @param keepEvery keep iterations 0, N, 2N … and the last; 0 for none
 * @param keptDatatype elements of kept frames
 * @param resultDatatype elements of the result
 * @param previews empty for none
 * @param checkpointEvery iterations between checkpoints; 0 for none but those of a stop
 * @param checkpointsToClient whether checkpoints are sent to the client too, so that it can take
 *     the job to another engine
 * @param onClientLoss what happens when the client's lease expires
 */
@Meaning("How a job's results come.")
public record Delivery(
    @Meaning("Iterations 0, N, 2N … and the last are kept and sent as frames; 0 for none.")
        @Range(min = 0, max = Limits.MOST_ITERATIONS)
        int keepEvery,
    @Meaning("Elements of kept frames.") Datatype keptDatatype,
    @Meaning("Elements of the result.") Datatype resultDatatype,
    @Meaning("Previews, where any are wanted.") Optional<Previews> previews,
    @Meaning("Iterations between checkpoints; 0 for none but those of a stop.")
        @Range(min = 0, max = Limits.MOST_ITERATIONS)
        int checkpointEvery,
    @Meaning(
            "Whether checkpoints are sent to the client too, as files, so that it can take the job to"
                + " another engine.")
        boolean checkpointsToClient,
    @Meaning("What becomes of the job when the client's lease expires.") ClientLoss onClientLoss) {
  /** Only the result, in single precision. */
  public static final Delivery RESULT_ONLY =
      new Delivery(0, Datatype.U8, Datatype.F32, Optional.empty(), 20, false, ClientLoss.CANCEL);
}
