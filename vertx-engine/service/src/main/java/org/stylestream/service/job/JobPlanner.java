package org.stylestream.service.job;

import java.util.List;
import java.util.Optional;
import org.stylestream.protocol.job.Delivery;
import org.stylestream.protocol.job.JobRequest;
import org.stylestream.protocol.job.StyleTransferRequest;
import org.stylestream.protocol.message.Fault;

/** Looks requests through, before anything is uploaded. */
public final class JobPlanner {
  /** The kinds of jobs that can be planned. */
  public static final List<String> KINDS = List.of("style-transfer");

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
    if (request instanceof StyleTransferRequest transfer) {
      return PlannedStyleTransfer.of(transfer, delivery, networks.load(transfer.network()));
    }
    throw new JobFaultException(
        new Fault(
            Fault.Code.UNSUPPORTED,
            "this engine does no jobs of the kind %s; it does %s"
                .formatted(request.kind(), String.join(", ", KINDS)),
            Optional.of("request.type")));
  }
}
