package org.stylestream.service.job;

import java.util.List;
import java.util.Optional;
import org.stylestream.protocol.job.Delivery;
import org.stylestream.protocol.job.FeatureMapsRequest;
import org.stylestream.protocol.job.JobRequest;

/** Looks requests through, before anything is uploaded. */
public final class JobPlanner {
  /** The kinds of jobs that can be planned. */
  public static final List<String> KINDS =
      List.of(
          "style-transfer",
          "deep-dream",
          "content-reconstruction",
          "texture-synthesis",
          "feature-maps");

  private final NetworkCatalogue networks;

  public JobPlanner(NetworkCatalogue networks) {
    this.networks = networks;
  }

  /**
   * What a request comes to. Reads its network where that wasn't done before.
   *
   * @throws JobFaultException if it can't be done; the fault says why
   */
  public PlannedJob plan(JobRequest request, Delivery delivery) {
    Optional<Optimization> optimization = Optimization.of(request);
    NetworkCatalogue.Loaded network = networks.load(request.network());
    return optimization.isPresent()
        ? PlannedOptimization.of(request, optimization.get(), delivery, network)
        : PlannedFeatureMaps.of((FeatureMapsRequest) request, delivery, network);
  }
}
