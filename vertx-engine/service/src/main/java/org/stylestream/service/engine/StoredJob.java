package org.stylestream.service.engine;

import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.stylestream.protocol.job.Delivery;
import org.stylestream.protocol.job.JobRequest;
import org.stylestream.protocol.job.Priority;
import org.stylestream.protocol.message.CheckpointDescription;
import org.stylestream.protocol.message.EngineRequest.Submit;
import org.stylestream.protocol.record.RecordWriter;

/**
 * A job as its folder has it.
 *
 * @param submittedMillis since 1970; clients know the job's log by it
 */
public record StoredJob(Submit submit, long submittedMillis) {
  /** What makes a submission: the same job sent again has the same. */
  public record Substance(
      JobRequest request,
      Delivery delivery,
      Priority priority,
      Optional<CheckpointDescription> resumeFrom,
      Optional<String> device) {
    /** Of a submission. */
    static Substance of(Submit submit) {
      return new Substance(
          submit.request(),
          submit.delivery(),
          submit.priority(),
          submit.resumeFrom(),
          submit.device());
    }

    /** SHA-256 in hexadecimal. */
    String digest() {
      try {
        Buffer json = RecordWriter.write(this, Substance.class);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        return HexFormat.of().formatHex(digest.digest(json.getBytes()));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform has SHA-256", e);
      }
    }
  }

  /** Whether a submission asks for the same. */
  boolean isSame(Submit other) {
    return Substance.of(submit).digest().equals(Substance.of(other).digest());
  }
}
