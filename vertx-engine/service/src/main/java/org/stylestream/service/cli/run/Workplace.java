package org.stylestream.service.cli.run;

import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.CancelledException;
import org.stylestream.compute.device.DeviceChain;
import org.stylestream.protocol.job.ClientLoss;
import org.stylestream.protocol.job.Delivery;
import org.stylestream.protocol.job.JobRequest;
import org.stylestream.protocol.job.Priority;
import org.stylestream.service.cli.option.ClusterSettings;
import org.stylestream.service.cli.option.NetworkOptions;
import org.stylestream.service.cli.option.OutputOptions;
import org.stylestream.service.cli.option.SubmissionOptions;
import org.stylestream.service.cli.terminal.Progress;
import org.stylestream.service.cli.terminal.Waiting;
import org.stylestream.service.client.JobHandle;
import org.stylestream.service.client.JobListener;
import org.stylestream.service.client.JobSubmission;
import org.stylestream.service.client.StyleStreamClient;
import org.stylestream.service.client.UploadSource;
import org.stylestream.service.job.JobFaultException;
import org.stylestream.service.job.JobPlanner;
import org.stylestream.service.job.MemoryCheck;
import org.stylestream.service.job.NetworkCatalogue;
import org.stylestream.service.job.PlannedJob;

/** Where jobs are done: at an engine in this process, or at those of a cluster. */
public final class Workplace implements AutoCloseable {
  private final StyleStreamClient client;
  private final String network;
  private final Optional<String> device;
  private final Optional<Own> own;
  private final Optional<SubmissionOptions> submission;
  private final Runnable closing;

  private Workplace(
      StyleStreamClient client,
      String network,
      Optional<String> device,
      Optional<Own> own,
      Optional<SubmissionOptions> submission,
      Runnable closing) {
    this.client = client;
    this.network = network;
    this.device = device;
    this.own = own;
    this.submission = submission;
    this.closing = closing;
  }

  /** What an engine in this process works with, and where its checkpoints are. */
  private record Own(
      DeviceChain devices, NetworkCatalogue networks, UnsentCheckpoints checkpoints) {}

  /**
   * An engine in this process.
   *
   * @param devices closed with the workplace
   */
  public static Workplace here(DeviceChain devices, NetworkOptions.Found found) {
    try {
      LocalEngine engine = LocalEngine.start(devices, found.networks());
      return new Workplace(
          engine.client(),
          found.name(),
          Optional.empty(),
          Optional.of(new Own(devices, found.networks(), engine.checkpoints())),
          Optional.empty(),
          () -> {
            engine.close();
            devices.close();
          });
    } catch (RuntimeException e) {
      devices.close();
      throw e;
    }
  }

  /**
   * The engines of a cluster.
   *
   * @param network as they call it
   * @param submission how jobs are given to them
   * @param device that jobs must run on, as they call it; empty for any
   */
  public static Workplace at(
      ClusterSettings cluster,
      String network,
      SubmissionOptions submission,
      Optional<String> device) {
    ClusterSession session = ClusterSession.join(cluster);
    return new Workplace(
        session.client(),
        network,
        device,
        Optional.empty(),
        Optional.of(submission),
        session::close);
  }

  /** The network, as the engine calls it. */
  public String network() {
    return network;
  }

  /** Whether it is this process that computes. */
  public boolean isHere() {
    return own.isPresent();
  }

  /**
   * Has a picture made, and writes what comes of it.
   *
   * @param options that were checked
   * @throws org.stylestream.service.cli.terminal.BadInputException if the job is refused
   */
  public RunReport paint(
      JobDraft wanted, OutputOptions options, Cancellation cancellation, Progress progress) {
    JobDraft draft = wanted.on(network);
    Delivery delivery =
        options.delivery(
            draft.optimization().keepEvery(), options.checkpoints(), true, ClientLoss.CONTINUE);
    own.ifPresent(here -> JobCheck.require(draft, delivery, here.networks(), here.devices()));
    PictureFiles files = PictureFiles.of(options, draft);
    JobSubmission job =
        submission
            .map(asked -> ClusterSubmission.of(draft, options, asked, device, files.checkpoint()))
            .orElseGet(
                () -> submission(draft.request(), draft.images(), delivery, files.checkpoint()));
    JobRecorder recorder =
        files.recorder(
            JobSubject.of(job.jobId(), isHere(), draft),
            progress,
            own.map(Own::checkpoints).orElse(UnsentCheckpoints.ELSEWHERE));
    return new PictureRun(
            client,
            recorder,
            cancellation,
            submission
                .map(PictureRun.WhenStopped::of)
                .orElse(PictureRun.WhenStopped.CANCEL_ONCE_BEGUN))
        .submit(job);
  }

  /**
   * Has a job done that writes nothing by itself.
   *
   * @param images of the request, by SHA-256
   * @throws CancelledException if it was stopped
   * @throws org.stylestream.service.cli.terminal.BadInputException if the job is refused
   */
  public JobHandle.Ending run(
      JobRequest wanted,
      Map<String, Buffer> images,
      Delivery delivery,
      JobListener listener,
      Cancellation cancellation) {
    JobRequest request = wanted.on(network);
    own.ifPresent(here -> require(request, delivery, here));
    JobSubmission job = submission(request, images, delivery, Optional.empty());
    JobHandle handle =
        Waiting.until(
            client.submit(job, listener), cancellation, Workplace::giveUp, JobFailures::explained);
    return Waiting.until(
        handle.ending(),
        cancellation,
        () -> {
          handle.cancel();
          giveUp();
        },
        JobFailures::explained);
  }

  private static void require(JobRequest request, Delivery delivery, Own here) {
    try {
      PlannedJob plan = new JobPlanner(here.networks()).plan(request, delivery);
      MemoryCheck.requireAny(here.devices(), plan::requireRoom);
    } catch (JobFaultException e) {
      throw JobFailures.explained(e.fault(), e);
    }
  }

  private static void giveUp() {
    throw new CancelledException();
  }

  private JobSubmission submission(
      JobRequest request,
      Map<String, Buffer> images,
      Delivery delivery,
      Optional<UploadSource> checkpoint) {
    return new JobSubmission(
        UUID.randomUUID().toString(),
        submission.map(SubmissionOptions::priority).orElse(Priority.NORMAL),
        request,
        delivery,
        images,
        checkpoint,
        device,
        isHere() ? JobSubmission.OnEngineLoss.FAIL : JobSubmission.OnEngineLoss.RESUBMIT);
  }

  @Override
  public void close() {
    closing.run();
  }
}
