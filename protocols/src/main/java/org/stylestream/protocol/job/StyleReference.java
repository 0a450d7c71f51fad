package org.stylestream.protocol.job;

import org.stylestream.protocol.record.Meaning;
import org.stylestream.protocol.record.Range;

/**
 * A style image of a job.
 *
 * @param image its pixels
 * @param weight its share among the job's styles, above 0
 */
@Meaning("A style image of a job.")
public record StyleReference(
    @Meaning("The style image.") ImageDescription image,
    @Meaning("Its share among the job's styles.") @Range(min = 1e-6, max = 1e6) double weight) {}
