package org.stylestream.service.client;

import io.vertx.core.buffer.Buffer;
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
record PreparedJob(EngineRequest.Submit message, Map<String, Buffer> uploads) {
  /** A job that goes on from a checkpoint, where there is one. Takes long if that is large. */
  static PreparedJob of(String clientId, JobSubmission submission, Optional<Buffer> checkpoint) {
    Map<String, Buffer> uploads = new HashMap<>(submission.images());
    Optional<CheckpointDescription> description =
        checkpoint.map(file -> new CheckpointDescription(file.length(), Sha256.of(file)));
    description.ifPresent(file -> uploads.put(file.sha256(), checkpoint.orElseThrow()));
    EngineRequest.Submit message =
        new EngineRequest.Submit(
            Limits.VERSION,
            submission.jobId(),
            clientId,
            submission.priority(),
            submission.request(),
            submission.delivery(),
            description,
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
