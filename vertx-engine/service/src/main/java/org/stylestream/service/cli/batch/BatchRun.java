package org.stylestream.service.cli.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.stylestream.compute.device.CancelledException;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.job.ClientLoss;
import org.stylestream.protocol.job.JobRequest;
import org.stylestream.protocol.job.Priority;
import org.stylestream.protocol.message.EngineAnnouncement;
import org.stylestream.service.cli.option.OutputOptions;
import org.stylestream.service.cli.run.ClusterSession;
import org.stylestream.service.cli.run.JobDraft;
import org.stylestream.service.cli.run.JobRecorder;
import org.stylestream.service.cli.run.JobSubject;
import org.stylestream.service.cli.run.JobView;
import org.stylestream.service.cli.run.PictureRun;
import org.stylestream.service.cli.run.RequestMark;
import org.stylestream.service.cli.run.RunReport;
import org.stylestream.service.cli.run.UnsentCheckpoints;
import org.stylestream.service.cli.terminal.BadInputException;
import org.stylestream.service.cli.terminal.Progress;
import org.stylestream.service.cli.terminal.Surroundings;
import org.stylestream.service.client.JobSubmission;

/**
 * Has the engines of a cluster do a batch.
 *
 * <p>A picture is done where its output carries the mark of the same job in its description: a
 * digest of the request, in which the pixels of all its pictures are, and of the bits a channel.
 */
public final class BatchRun {
  /** An engine always finds the next job in its queue while the last one's result goes out. */
  private static final int JOBS_PER_SLOT = 2;

  private static final int CHECKPOINT_EVERY = 20;

  private final Surroundings surroundings;
  private final BatchPlan plan;
  private final Priority priority;
  private final Optional<String> device;
  private final BatchDisplay display;
  private final Queue<BatchReport.Entry> entries = new ConcurrentLinkedQueue<>();

  /**
   * @param device the only one that the jobs may run on, by its id; empty for any
   */
  public BatchRun(
      Surroundings surroundings,
      BatchPlan plan,
      Priority priority,
      Optional<String> device,
      boolean quiet) {
    this.surroundings = surroundings;
    this.plan = plan;
    this.priority = priority;
    this.device = device;
    BatchDisplay.Style loud =
        surroundings.terminal() ? BatchDisplay.Style.TERMINAL : BatchDisplay.Style.LINES;
    this.display =
        new BatchDisplay(
            surroundings.err(),
            quiet ? BatchDisplay.Style.NONE : loud,
            plan.items().size(),
            System::nanoTime);
  }

  /** Does the batch; what fails is told, not thrown. */
  public BatchReport on(ClusterSession session) {
    try {
      new Batch<>(
              new Painting(session), () -> limit(session), surroundings.cancellation()::requested)
          .run(plan.items());
      return new BatchReport(
          List.copyOf(entries), display.table(), surroundings.cancellation().requested());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException();
    } finally {
      display.end();
    }
  }

  private static int limit(ClusterSession session) {
    return JOBS_PER_SLOT
        * session.engines().stream()
            .filter(engine -> !engine.draining())
            .mapToInt(EngineAnnouncement::slots)
            .sum();
  }

  /** Paints one picture. */
  private final class Painting implements Batch.Work<BatchPlan.Item> {
    private final ClusterSession session;

    Painting(ClusterSession session) {
      this.session = session;
    }

    @Override
    public void run(BatchPlan.Item item, boolean last) throws IOException {
      try {
        paint(item);
      } catch (IOException | RuntimeException e) {
        if (!(e instanceof CancelledException)) {
          boolean again = !last && isWorthAnotherTry(e);
          display.fail(item.content().toString(), e.getMessage(), again);
          if (!again) {
            entries.add(BatchReport.Entry.failed(item, e.getMessage()));
          }
        }
        throw e;
      }
    }

    @Override
    public boolean isWorthAnotherTry(Throwable failure) {
      return !(failure instanceof BadInputException);
    }

    private void paint(BatchPlan.Item item) throws IOException {
      JobDraft draft = plan.draft(item);
      OutputOptions.Outputs outputs =
          plan.outputs().batchOutputs(item.output(), draft.contentBits());
      RequestMark mark = mark(draft.request(), outputs.sixteenBit());
      if (mark.isOn(item.output())) {
        display.skip(item.content().toString());
        entries.add(BatchReport.Entry.skipped(item));
        return;
      }
      Files.createDirectories(item.output().toAbsolutePath().getParent());
      RunReport report = submit(item, draft, outputs, mark);
      display.finish(
          report.accepted().engineId(),
          name(report.accepted().engineId()),
          item.content().toString(),
          report.result().iterations(),
          report.result().seconds());
      entries.add(BatchReport.Entry.done(item, report));
    }

    private RunReport submit(
        BatchPlan.Item item, JobDraft draft, OutputOptions.Outputs outputs, RequestMark mark) {
      String jobId = UUID.randomUUID().toString();
      JobRecorder recorder =
          new JobRecorder(
              JobSubject.of(jobId, false, draft).marked(mark.text()),
              outputs,
              new TreeMap<>(),
              Progress.silent(),
              new EngineLine(item),
              UnsentCheckpoints.ELSEWHERE);
      return new PictureRun(
              session.client(),
              recorder,
              surroundings.cancellation(),
              PictureRun.WhenStopped.ABANDON)
          .submit(
              new JobSubmission(
                  jobId,
                  priority,
                  draft.request(),
                  plan.outputs().delivery(0, CHECKPOINT_EVERY, false, ClientLoss.CANCEL),
                  draft.images(),
                  Optional.empty(),
                  device,
                  JobSubmission.OnEngineLoss.RESUBMIT));
    }

    private String name(String engineId) {
      return session.engines().stream()
          .filter(engine -> engine.engineId().equals(engineId))
          .map(engine -> "%s (%.8s)".formatted(engine.host(), engineId))
          .findFirst()
          .orElse(engineId);
    }

    /** Shows a job at its engine's line. */
    private final class EngineLine implements JobView {
      private final BatchPlan.Item item;
      private volatile String engineId = "";

      EngineLine(BatchPlan.Item item) {
        this.item = item;
      }

      @Override
      public void begun(JobEvent.Accepted accepted) {
        engineId = accepted.engineId();
      }

      @Override
      public void show(JobEvent.Progress iteration) {
        display.see(
            engineId,
            name(engineId),
            item.content().toString(),
            iteration.iteration(),
            iteration.plannedIterations());
      }
    }
  }

  private static RequestMark mark(JobRequest request, boolean sixteenBit) {
    return RequestMark.of(request, new byte[] {(byte) (sixteenBit ? 16 : 8)});
  }
}
