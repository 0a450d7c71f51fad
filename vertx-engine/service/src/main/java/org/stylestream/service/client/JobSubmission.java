package org.stylestream.service.client;

import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.Optional;
import org.stylestream.protocol.job.Delivery;
import org.stylestream.protocol.job.ImageDescription;
import org.stylestream.protocol.job.JobRequest;
import org.stylestream.protocol.job.Priority;

/**
 * A job to submit.
 *
 * @param jobId unique; the same id and request again find the job that there is
 * @param images the elements of the request's images by their SHA-256; kept until the job ends
 * @param checkpoint a checkpoint file to go on from
 * @param device the only device that it may run on, by its id; empty for any
 * @param onEngineLoss what happens when the job's engine is gone
 */
public record JobSubmission(
    String jobId,
    Priority priority,
    JobRequest request,
    Delivery delivery,
    Map<String, Buffer> images,
    Optional<UploadSource> checkpoint,
    Optional<String> device,
    OnEngineLoss onEngineLoss) {
  /** What happens when the engine of a job is gone, or has ended it since the client was. */
  public enum OnEngineLoss {
    /** The job fails, or is cancelled. */
    FAIL,
    /**
     * It is submitted to another engine, from the last checkpoint that came, or from the start
     * where none has.
     */
    RESUBMIT
  }

  public JobSubmission {
    images = Map.copyOf(images);
    for (ImageDescription image : request.images()) {
      Buffer pixels = images.get(image.sha256());
      if (pixels == null || pixels.length() != image.bytes()) {
        throw new IllegalArgumentException(
            "the image %s of the request must be among the images, with %d bytes"
                .formatted(image.sha256(), image.bytes()));
      }
    }
  }

  /** A job for any device. */
  public JobSubmission(
      String jobId,
      Priority priority,
      JobRequest request,
      Delivery delivery,
      Map<String, Buffer> images,
      Optional<UploadSource> checkpoint,
      OnEngineLoss onEngineLoss) {
    this(jobId, priority, request, delivery, images, checkpoint, Optional.empty(), onEngineLoss);
  }
}
