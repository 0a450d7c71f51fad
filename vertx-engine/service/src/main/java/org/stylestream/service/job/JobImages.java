package org.stylestream.service.job;

import java.io.IOException;
import org.stylestream.compute.image.Image;
import org.stylestream.protocol.job.ImageDescription;
import org.stylestream.protocol.message.Fault;

/** The uploads that a job needs. */
@FunctionalInterface
public interface JobImages {
  /** The bytes of an upload, by their SHA-256. */
  byte[] read(String sha256) throws IOException;

  /**
   * An uploaded image.
   *
   * @throws JobFaultException if it can't be read, or isn't as described
   */
  default Image image(ImageDescription described) {
    try {
      return ImageCodec.decode(
          read(described.sha256()), described.height(), described.width(), described.datatype());
    } catch (IOException e) {
      throw new JobFaultException(
          Fault.of(
              Fault.Code.STORAGE,
              "an uploaded image can't be read on the engine: %s".formatted(e.getMessage())),
          e);
    } catch (IllegalArgumentException e) {
      throw new JobFaultException(Fault.of(Fault.Code.DAMAGED, e.getMessage()), e);
    }
  }
}
