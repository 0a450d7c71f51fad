package org.stylestream.service.cli.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.stylestream.protocol.job.JobRequest;
import org.stylestream.protocol.record.RecordWriter;
import org.stylestream.service.picture.PictureTexts;

/**
 * By what a picture is known again as that of a request: a digest in its description, of the
 * request, in which the pixels of all its pictures are, and of what else decides.
 *
 * @param text as it stands in the description
 */
public record RequestMark(String text) {
  private static final int LENGTH = 16;

  /**
   * The mark of a request.
   *
   * @param rest what decides beside the request
   */
  public static RequestMark of(JobRequest request, byte[] rest) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(RecordWriter.write(request, JobRequest.class).getBytes());
      digest.update(rest);
      return new RequestMark(
          "job " + HexFormat.of().formatHex(digest.digest()).substring(0, LENGTH));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Whether there is a picture that carries it. */
  public boolean isOn(Path picture) {
    return Files.isRegularFile(picture)
        && PictureTexts.read(picture).stream().anyMatch(found -> found.contains(text));
  }
}
