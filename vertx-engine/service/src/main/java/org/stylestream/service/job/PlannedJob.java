package org.stylestream.service.job;

import org.stylestream.compute.device.Device;

/** A request that was looked through and can be run. */
public sealed interface PlannedJob permits PlannedOptimization, PlannedFeatureMaps {
  /** Iterations of all stages. */
  int iterations();

  /**
   * Refuses a device that the job can't fit on however free its memory is.
   *
   * @throws JobFaultException that says what is needed, what there is, and which size would fit
   */
  void requireRoom(Device device);

  /**
   * Runs the job on the calling thread, from its checkpoint where there is one.
   *
   * @throws JobFaultException if it can't go on
   * @throws org.stylestream.compute.device.OutOfDeviceMemoryException if the device hasn't enough
   *     memory, in whatever way it is gone about; on another it may go on
   * @throws OutOfMemoryError the same
   */
  JobEnding run(JobRun run);
}
