package org.stylestream.service.client;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.stylestream.protocol.Limits;
import org.stylestream.protocol.message.CheckpointDescription;
import org.stylestream.protocol.message.EngineRequest;
import org.stylestream.protocol.message.Fault;
import org.stylestream.protocol.record.RecordWriter;

/**
 * A job as it is sent to an engine.
 *
 * @param uploads what the engine may ask for, by SHA-256
 */
record PreparedJob(EngineRequest.Submit message, Map<String, UploadSource> uploads) {
  /** A job that goes on from a checkpoint, where there is one. Takes long if that is large. */
  static PreparedJob of(
      String clientId, JobSubmission submission, Optional<UploadSource> checkpoint)
      throws IOException {
    Map<String, UploadSource> uploads = new HashMap<>();
    submission
        .images()
        .forEach((sha256, elements) -> uploads.put(sha256, new UploadSource.InMemory(elements)));
    Optional<CheckpointDescription> description = Optional.empty();
    if (checkpoint.isPresent()) {
      UploadSource file = checkpoint.get();
      description = Optional.of(new CheckpointDescription(file.bytes(), Sha256.of(file)));
      uploads.put(description.get().sha256(), file);
    }
    EngineRequest.Submit message =
        new EngineRequest.Submit(
            Limits.VERSION,
            submission.jobId(),
            clientId,
            submission.priority(),
            submission.request(),
            submission.delivery(),
            description,
            submission.device(),
            true);
    requireWritable(message);
    return new PreparedJob(message, uploads);
  }

  private static void requireWritable(EngineRequest.Submit message) {
    try {
      RecordWriter.write(message, EngineRequest.class);
    } catch (IllegalArgumentException e) {
      throw new JobFailedException(Fault.of(Fault.Code.INVALID, e.getMessage()), e);
    }
  }
}
