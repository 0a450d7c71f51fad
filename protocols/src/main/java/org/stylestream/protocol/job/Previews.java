package org.stylestream.protocol.job;

import org.stylestream.protocol.Limits;
import org.stylestream.protocol.frame.Datatype;
import org.stylestream.protocol.record.Meaning;
import org.stylestream.protocol.record.Range;

/**
 * Pictures of the state of a run, the latest only, as fast as the client takes them.
 *
 * @param longSide of the preview, in pixels; larger images are made smaller
 * @param datatype u8 or f16 or f32
 */
@Meaning("Pictures of the state of a run: the latest only, as fast as the client takes them.")
public record Previews(
    @Meaning("Longest side of a preview in pixels; larger images are made smaller.")
        @Range(min = 16, max = Limits.LONGEST_SIDE)
        int longSide,
    @Meaning("Elements of a preview.") Datatype datatype) {}
