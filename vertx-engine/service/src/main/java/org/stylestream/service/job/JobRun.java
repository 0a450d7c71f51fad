package org.stylestream.service.job;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.DeviceDescription;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.job.Delivery;
import org.stylestream.protocol.message.DeviceFacts;

/**
 * What a job runs with.
 *
 * @param engineId of the engine
 * @param device where it runs
 * @param images its uploads
 * @param delivery how its results come
 * @param checkpoint where its checkpoints are kept; where the file is there, the run goes on from
 *     it
 * @param resumeFrom a checkpoint of the client's, to go on from where {@code checkpoint} isn't
 *     there
 * @param notes to be told with the others
 * @param record where its events go
 * @param cancellation asked often whether to stop; a run that stops saves a checkpoint first
 * @param cause why it was to stop, once it was
 */
public record JobRun(
    String engineId,
    Device device,
    JobImages images,
    Delivery delivery,
    Path checkpoint,
    Optional<Path> resumeFrom,
    List<String> notes,
    JobRecord record,
    Cancellation cancellation,
    Supplier<JobEvent.Cancelled.Cause> cause) {
  /**
   * That the job begins.
   *
   * @param size of the result
   * @param iterations of all stages
   * @param resumedFrom the iteration that it goes on from
   * @param told the notes that are told
   */
  JobEvent accepted(
      NetworkCatalogue.Loaded network,
      SizeRule.Size size,
      int iterations,
      Optional<Integer> resumedFrom,
      List<String> told) {
    DeviceDescription description = device.description();
    return new JobEvent.Accepted(
        engineId,
        new DeviceFacts(description.id(), description.name(), description.memoryBytes()),
        network.weights().name(),
        network.origin(),
        size.height(),
        size.width(),
        iterations,
        resumedFrom,
        told);
  }
}
