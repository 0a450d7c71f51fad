package org.stylestream.protocol.message;

import org.stylestream.protocol.Identifier;
import org.stylestream.protocol.Limits;
import org.stylestream.protocol.record.Meaning;
import org.stylestream.protocol.record.Range;
import org.stylestream.protocol.record.Text;

/**
 * A checkpoint file.
 *
 * @param bytes of the file
 * @param sha256 of the file
 */
@Meaning("A checkpoint file.")
public record CheckpointDescription(
    @Meaning("Its size in bytes.") @Range(min = 1, max = Limits.LARGEST_UPLOAD) long bytes,
    @Meaning("Its SHA-256.") @Text(pattern = Identifier.SHA256, words = Identifier.SHA256_WORDS)
        String sha256) {}
