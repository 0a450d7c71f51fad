package org.stylestream.service.engine;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.DeviceChain;
import org.stylestream.compute.device.OutOfDeviceMemoryException;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.tensor.SafetensorsWriter;
import org.stylestream.compute.tensor.Tensor;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.message.Fault;
import org.stylestream.service.job.ImageCodec;
import org.stylestream.service.job.JobEnding;
import org.stylestream.service.job.JobFaultException;
import org.stylestream.service.job.JobRun;

/**
 * Runs a job on a device's thread, and where it runs out of memory on the devices that follow in
 * the chain; logs its end, however it ends.
 */
final class JobExecution implements Runnable {
  private final String engineId;
  private final Job job;
  private final DeviceChain devices;
  private final UploadStore uploads;
  private final BackgroundRecord recorder;
  private final Runnable done;
  private Device device;

  /**
   * @param done called on the device's thread when the job has stopped
   */
  JobExecution(
      String engineId,
      Job job,
      DeviceChain devices,
      UploadStore uploads,
      BackgroundRecord recorder,
      Runnable done) {
    this.engineId = engineId;
    this.job = job;
    this.devices = devices;
    this.device = devices.first();
    this.uploads = uploads;
    this.recorder = recorder;
    this.done = done;
  }

  @Override
  public void run() {
    try (recorder) {
      runOnDevices();
    } catch (JobFaultException e) {
      fail(e.fault());
    } catch (Throwable e) {
      // Whatever a device or its driver throws ends the job, not the engine.
      fail(
          Fault.of(
              Fault.Code.DEVICE,
              "the device %s failed: %s".formatted(device.description().id(), e)));
    } finally {
      done.run();
    }
  }

  private void runOnDevices() throws IOException {
    Optional<Fault> shortage = runOnDevice();
    for (int place = 1; shortage.isPresent(); place++) {
      Optional<Device> next = devices.at(place);
      if (next.isEmpty()) {
        job.shortage(shortage.get());
        return;
      }
      job.noteMove(device.description().id());
      device = next.get();
      shortage = runOnDevice();
    }
  }

  /** Runs the job to its end, unless the device has too little memory for it. */
  private Optional<Fault> runOnDevice() throws IOException {
    try {
      finish(job.plan().run(jobRun()));
      return Optional.empty();
    } catch (OutOfDeviceMemoryException | OutOfMemoryError e) {
      return Optional.of(
          Fault.of(
              Fault.Code.TOO_LARGE,
              "the job ran out of memory on the device %s; ask for a smaller size, or give the engine more"
                  .formatted(device.description().id())));
    } catch (JobFaultException e) {
      if (e.fault().code() == Fault.Code.TOO_LARGE) {
        return Optional.of(e.fault());
      }
      throw e;
    }
  }

  private JobRun jobRun() {
    return new JobRun(
        engineId,
        device,
        uploads,
        job.submit().delivery(),
        job.folder().checkpoint(),
        job.submit().resumeFrom().map(checkpoint -> uploads.file(checkpoint.sha256())),
        job.notes(),
        recorder,
        () -> job.stop() != Job.Stop.NONE,
        job::cancelCause);
  }

  private void finish(JobEnding ending) throws IOException {
    if (ending.event() instanceof JobEvent.Cancelled && job.stop() == Job.Stop.SUSPEND) {
      return;
    }
    Image image = ending.image();
    try {
      SafetensorsWriter.write(
          job.folder().result(),
          Map.of("job", job.id()),
          List.of(
              Tensor.of("image", image.pixels(), image.height(), image.width(), Image.CHANNELS)));
    } catch (IOException e) {
      throw new JobFaultException(
          Fault.of(
              Fault.Code.STORAGE,
              "the engine can't write the result (%s); make room on its disk"
                  .formatted(e.getMessage())),
          e);
    }
    recorder.add(
        ending.event(),
        () -> ImageCodec.encode(image, ending.event().attachedFrame().orElseThrow().datatype()));
    recorder.settle();
  }

  /** Logs that the job failed; in memory, where the disk doesn't take even that. */
  private void fail(Fault fault) {
    new FinalEvent(job).log(new JobEvent.Failed(fault));
  }
}
