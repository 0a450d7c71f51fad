package org.stylestream.protocol.event;

import org.stylestream.protocol.record.Meaning;
import org.stylestream.protocol.record.Range;

/**
 * How far a result is from its content image.
 *
 * @param similarity mean structural similarity (SSIM) of their luma; 1 where they are equal
 * @param colourDifference mean CIEDE2000 over the pixels; 0 where they are equal
 */
@Meaning("How far a result is from its content image.")
public record QualityReport(
    @Meaning("Mean structural similarity (SSIM) of their luma; 1 where they are equal.")
        @Range(min = -1, max = 1)
        double similarity,
    @Meaning("Mean colour difference (CIEDE2000) over the pixels; 0 where they are equal.")
        @Range(min = 0, max = 1000)
        double colourDifference) {}
