package org.stylestream.protocol.frame;

import java.util.Optional;
import org.stylestream.protocol.Identifier;
import org.stylestream.protocol.Limits;
import org.stylestream.protocol.record.Meaning;
import org.stylestream.protocol.record.Range;
import org.stylestream.protocol.record.Text;

/**
 * What a chunk is a part of.
 *
 * @param attachment of the job to its client; 0 in an upload
 * @param sequence of the frame's event; 0 for a preview and in an upload
 * @param preview the preview's number; 0 for other frames
 * @param upload its SHA-256; empty for other frames
 * @param total bytes of the whole frame
 * @param offset of this chunk's payload in it
 */
@Meaning("What a chunk is a part of.")
public record ChunkHeader(
    @Meaning("The job.") @Text(pattern = Identifier.PATTERN, words = Identifier.WORDS) String jobId,
    @Meaning("The attachment; 0 in an upload.") @Range(min = 0, max = 9e15) long attachment,
    @Meaning("Sequence number of the frame's event; 0 for previews and uploads.")
        @Range(min = 0, max = 9e15)
        long sequence,
    @Meaning("Number of the preview; 0 for other frames.") @Range(min = 0, max = 9e15) long preview,
    @Meaning("SHA-256 of an upload; left out in other frames.")
        @Text(pattern = Identifier.SHA256, words = Identifier.SHA256_WORDS)
        Optional<String> upload,
    @Meaning("Bytes of the whole frame.") @Range(min = 1, max = Limits.LARGEST_UPLOAD) long total,
    @Meaning("Where this chunk's bytes begin in it.") @Range(min = 0, max = Limits.LARGEST_UPLOAD)
        long offset) {
  public ChunkHeader {
    boolean uploaded = upload.isPresent() && attachment == 0 && sequence == 0 && preview == 0;
    boolean sent = upload.isEmpty() && attachment > 0 && (sequence > 0) != (preview > 0);
    if (!uploaded && !sent) {
      throw new IllegalArgumentException(
          "a chunk is of an event's frame (attachment and sequence), of a preview (attachment and"
              + " preview) or of an upload (upload); give one of them and 0 for the others");
    }
  }
}
