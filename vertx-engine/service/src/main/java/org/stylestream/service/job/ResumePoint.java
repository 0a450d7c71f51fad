package org.stylestream.service.job;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.stylestream.compute.device.DeviceDescription;
import org.stylestream.compute.run.Checkpoint;
import org.stylestream.compute.run.CheckpointFile;
import org.stylestream.protocol.message.Fault;

/** Ties checkpoints to the job that they are of. */
final class ResumePoint {
  private static final String DIGEST = "digest";
  private static final String DEVICE = "device";

  private final String digest;
  private final DeviceDescription device;
  private final Map<String, String> facts;

  /**
   * @param digest of everything that determines the trajectory
   * @param facts the same in words
   */
  ResumePoint(String digest, DeviceDescription device, Map<String, String> facts) {
    this.digest = digest;
    this.device = device;
    this.facts = facts;
  }

  /** What a checkpoint of this job carries. */
  Map<String, String> metadata() {
    Map<String, String> metadata = new HashMap<>(facts);
    metadata.put(DIGEST, digest);
    metadata.put(DEVICE, device.name());
    return metadata;
  }

  /**
   * Reads a checkpoint of this job.
   *
   * @throws JobFaultException if it is of another job, or no usable checkpoint
   */
  Checkpoint read(Path path) {
    Checkpoint checkpoint = open(path);
    if (!digest.equals(checkpoint.metadata().get(DIGEST))) {
      throw JobFaultException.of(
          Fault.Code.CHECKPOINT,
          "the checkpoint is of another run (%s); go on with the request that it was begun with"
              .formatted(
                  JobFacts.difference(checkpoint.metadata(), facts)
                      .map(difference -> difference.words(difference.name()))
                      .orElse("it was made with other weights or another version of the program")));
    }
    return checkpoint;
  }

  private static Checkpoint open(Path path) {
    try {
      return CheckpointFile.read(path);
    } catch (IOException e) {
      throw new JobFaultException(
          Fault.of(
              Fault.Code.CHECKPOINT, "the checkpoint can't be used: %s".formatted(e.getMessage())),
          e);
    }
  }

  /** Whether a checkpoint was made on this device. */
  boolean isOfSameDevice(Checkpoint checkpoint) {
    return device.name().equals(checkpoint.metadata().get(DEVICE));
  }

  /** Why the result won't be that of an unbroken run bit for bit, if it won't. */
  Optional<String> caveat(Checkpoint checkpoint) {
    return isOfSameDevice(checkpoint)
        ? Optional.empty()
        : Optional.of(
            "The checkpoint was made on another device (%s): the result will differ from an unbroken run's in rounding."
                .formatted(checkpoint.metadata().get(DEVICE)));
  }
}
