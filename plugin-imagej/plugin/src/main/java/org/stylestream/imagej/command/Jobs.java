package org.stylestream.imagej.command;

import java.util.Optional;
import java.util.UUID;
import org.stylestream.imagej.engine.EngineChoice;
import org.stylestream.imagej.job.RequestPictures;
import org.stylestream.protocol.job.Delivery;
import org.stylestream.protocol.job.JobRequest;
import org.stylestream.protocol.job.Priority;
import org.stylestream.service.client.JobSubmission;

/** Submissions of the plugin's jobs. */
final class Jobs {
  private Jobs() {}

  /**
   * A job with an id of its own. In a cluster another engine does it again if its engine is lost;
   * an engine of our own has no other.
   */
  static JobSubmission of(
      JobRequest request, RequestPictures pictures, Delivery delivery, EngineChoice engine) {
    return new JobSubmission(
        "imagej-" + UUID.randomUUID(),
        Priority.NORMAL,
        request,
        delivery,
        pictures.uploads(),
        Optional.empty(),
        engine instanceof EngineChoice.Cluster
            ? JobSubmission.OnEngineLoss.RESUBMIT
            : JobSubmission.OnEngineLoss.FAIL);
  }
}
