package org.stylestream.service.client;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.stylestream.protocol.event.EventMessage;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.frame.Chunk;
import org.stylestream.protocol.job.ClientLoss;
import org.stylestream.protocol.message.Credit;
import org.stylestream.protocol.message.EngineRequest;
import org.stylestream.protocol.message.Fault;
import org.stylestream.protocol.message.JobStatus;
import org.stylestream.protocol.message.Reply;

/**
 * A job that the client watches: from looking for an engine until its ending, over the loss of
 * engines. Used on the client's context only, but for {@link #engineId}.
 */
final class JobSession {
  /** An attachment that no message has. */
  private static final long NONE = 0;

  /**
   * Times that the job's engine may be lost without a new iteration in between: a job that kills
   * its engines doesn't get to kill all of them.
   */
  private static final int MOST_LOSSES = 3;

  private static final Optional<ClientLoss> CANCEL = Optional.of(ClientLoss.CANCEL);

  private final ClientParts parts;
  private final String jobId;
  private final Consumer<JobSession> onEnd;
  private final Inbox inbox;
  private final CreditWindow window;
  private final SeenIterations seen = new SeenIterations();
  private final Promise<JobHandle.Ending> ending = Promise.promise();

  private volatile String engineId = "";
  private Optional<JobSubmission> submission;
  private boolean watching;
  private boolean cancelled;
  private boolean finalHasCome;
  private int losses;
  private int generation;
  private long attachment = NONE;
  private OptionalLong submittedMillis = OptionalLong.empty();
  private ReliableLane lane = new ReliableLane(0);
  private PreviewLane previews = new PreviewLane();
  private Supplier<Optional<UploadSource>> checkpoint;
  private Optional<Placement> placement = Optional.empty();
  private long gapSince;

  JobSession(
      ClientParts parts,
      String jobId,
      Optional<JobSubmission> submitted,
      JobListener listener,
      Consumer<JobSession> onEnd) {
    this.parts = parts;
    this.jobId = jobId;
    submission = submitted;
    this.onEnd = onEnd;
    inbox = new Inbox(listener, parts.workers(), parts.context(), new Reading());
    window = new CreditWindow(jobId, parts.options());
    checkpoint = () -> submitted.flatMap(JobSubmission::checkpoint);
  }

  String jobId() {
    return jobId;
  }

  String engineId() {
    return engineId;
  }

  Future<JobHandle.Ending> ending() {
    return ending.future();
  }

  /** Submits the job; ends when it is queued. */
  Future<JobSession> submit() {
    return prepare()
        .compose(
            job ->
                place(
                    new Placement.Plan(
                        jobId,
                        job,
                        false,
                        0,
                        OptionalLong.empty(),
                        parts.options().patience(),
                        false)))
        .onFailure(this::end);
  }

  /** Attaches to the job, wherever it is. */
  Future<JobSession> attach(long lastSequence) {
    return place(
            new Placement.Plan(
                jobId,
                Optional.empty(),
                true,
                lastSequence,
                OptionalLong.empty(),
                parts.options().silence(),
                false))
        .onFailure(this::end);
  }

  /** Takes an event from the bus. */
  void receive(EventMessage message) {
    if (message.attachment() != attachment) {
      return;
    }
    parts.leases().heard(engineId);
    try {
      if (message.event() instanceof JobEvent.Preview preview) {
        previews.event(preview);
      } else {
        lane.event(message.sequence(), message.event()).ifPresent(this::arrived);
        answerGap();
      }
    } catch (OutOfMemoryError e) {
      detach(
          JobFailedException.of(
              Fault.Code.TOO_LARGE,
              "a frame of the job %s doesn't fit into this program's memory: it has %d bytes",
              jobId,
              message.event().attachedFrame().map(frame -> frame.bytes()).orElse(0L)));
    }
  }

  /** Takes a chunk from the bus. */
  void receive(Chunk chunk) {
    if (chunk.header().attachment() != attachment) {
      return;
    }
    parts.leases().heard(engineId);
    if (chunk.header().preview() > 0) {
      previews.chunk(chunk).ifPresent(this::enqueue);
      return;
    }
    lane.chunk(chunk).ifPresent(this::arrived);
    answerGap();
    grantIfDue();
  }

  /** The credit as it stands, for a renewal; empty where no engine has the job. */
  Optional<Credit> renewedCredit() {
    if (attachment == NONE) {
      return Optional.empty();
    }
    Credit credit = window.credit(lane.filled());
    window.sent(credit);
    return Optional.of(credit);
  }

  /** Whether a credit is of the attachment that holds. */
  boolean isWatchedBy(Credit credit) {
    return credit.jobId().equals(jobId) && credit.attachment() == attachment;
  }

  /** Whether events have been missing for longer than an engine takes to send them again. */
  boolean isStuck() {
    return watching
        && lane.hasGap()
        && System.nanoTime() - gapSince >= parts.options().silence().toNanos();
  }

  /** Looks for the job elsewhere, and submits it again where that is its policy. */
  void engineLost(String why) {
    if (!watching || finalHasCome) {
      return;
    }
    letGoOfEngine();
    losses++;
    String loss = "the engine %s of the job %s is lost: %s".formatted(engineId, jobId, why);
    if (losses > MOST_LOSSES) {
      end(new JobFailedException(Fault.of(Fault.Code.UNAVAILABLE, loss)));
      return;
    }
    boolean again = isToBeSubmittedAgain();
    (again ? prepare() : Future.succeededFuture(Optional.<PreparedJob>empty()))
        .compose(job -> place(recovery(job)))
        .onFailure(failure -> end(notRecovered(loss, failure)));
  }

  /** Begins the job anew after its engine took this client for lost and ended it. */
  private void submitAgain() {
    letGoOfEngine();
    losses++;
    String loss =
        "the engine %s has ended the job %s, because it took this client for lost"
            .formatted(engineId, jobId);
    if (losses > MOST_LOSSES) {
      end(new JobFailedException(Fault.of(Fault.Code.LEASE_EXPIRED, loss)));
      return;
    }
    prepare()
        .compose(
            job ->
                place(
                    new Placement.Plan(
                        jobId,
                        job,
                        false,
                        0,
                        OptionalLong.empty(),
                        parts.options().patience(),
                        true)))
        .onFailure(failure -> end(notRecovered(loss, failure)));
  }

  private static boolean isForsaken(JobEvent event) {
    return event instanceof JobEvent.Cancelled cancelled
        && cancelled.cause() == JobEvent.Cancelled.Cause.CLIENT_LOST;
  }

  /** Asks the engine to end the job. */
  Future<JobStatus> cancel() {
    cancelled = true;
    if (attachment == NONE) {
      JobFailedException failure =
          JobFailedException.of(
              Fault.Code.UNAVAILABLE, "the job %s was cancelled while no engine had it", jobId);
      end(failure);
      return Future.failedFuture(failure);
    }
    return parts
        .bus()
        .ask(engineId, new EngineRequest.Cancel(jobId), Reply.Cancelling.class)
        .map(Reply.Cancelling::status);
  }

  /** Lets go of the job, and ends it where its delivery says so. */
  Future<Void> detach(JobFailedException why) {
    boolean ends =
        attachment != NONE
            && !finalHasCome
            && submission.map(of -> of.delivery().onClientLoss()).equals(CANCEL);
    Future<Void> released =
        ends
            ? parts
                .bus()
                .ask(engineId, new EngineRequest.Cancel(jobId))
                .<Void>mapEmpty()
                .otherwiseEmpty()
            : Future.succeededFuture();
    end(why);
    return released;
  }

  private Future<Optional<PreparedJob>> prepare() {
    JobSubmission job = submission.orElseThrow();
    Supplier<Optional<UploadSource>> from = checkpoint;
    return parts.work(
        () -> Optional.of(PreparedJob.of(parts.options().clientId(), job, from.get())));
  }

  private Future<JobSession> place(Placement.Plan plan) {
    if (ending.future().isComplete()) {
      return Future.failedFuture(ending.future().cause());
    }
    Placement begun = new Placement(parts, plan, taken());
    placement = Optional.of(begun);
    return begun
        .begin()
        .map(
            placed -> {
              watching = true;
              return this;
            });
  }

  private Placement.Plan recovery(Optional<PreparedJob> job) {
    return new Placement.Plan(
        jobId,
        job,
        true,
        lane.whole(),
        submittedMillis,
        job.isPresent() ? parts.options().patience() : parts.options().silence(),
        true);
  }

  private boolean isToBeSubmittedAgain() {
    return !cancelled
        && submission
            .filter(of -> of.onEngineLoss() == JobSubmission.OnEngineLoss.RESUBMIT)
            .isPresent();
  }

  private static JobFailedException notRecovered(String loss, Throwable failure) {
    return new JobFailedException(
        Fault.of(Fault.Code.UNAVAILABLE, "%s, and %s".formatted(loss, failure.getMessage())),
        failure);
  }

  private Placement.Taken taken() {
    return new Placement.Taken() {
      @Override
      public void by(String engine, long number, long lastSequence, JobStatus status) {
        watch(engine, number, lastSequence, status);
      }

      @Override
      public void away() {
        letGoOfEngine();
      }
    };
  }

  private void watch(String engine, long number, long lastSequence, JobStatus status) {
    letGoOfEngine();
    engineId = engine;
    attachment = number;
    submittedMillis = OptionalLong.of(status.submittedMillis());
    generation++;
    lane = new ReliableLane(lastSequence);
    previews = new PreviewLane();
    inbox.dropPreviews();
    window.begin(number, lastSequence);
    parts.leases().join(engine, this);
    grant();
  }

  private void letGoOfEngine() {
    watching = false;
    attachment = NONE;
    parts.leases().leave(engineId, this);
  }

  private void arrived(Arrival arrival) {
    if (isForsaken(arrival.event()) && isToBeSubmittedAgain()) {
      submitAgain();
      return;
    }
    finalHasCome = arrival.event().isFinal();
    window.arrived(arrival);
    if (arrival.event() instanceof JobEvent.Checkpointed && isToBeSubmittedAgain()) {
      arrival
          .frame()
          .ifPresent(
              file ->
                  checkpoint =
                      () -> Optional.of(new UploadSource.InMemory(Buffer.buffer(file.bytes()))));
    }
    enqueue(arrival);
  }

  private void enqueue(Arrival arrival) {
    boolean fresh = seen.isNew(arrival.event());
    if (fresh && arrival.event() instanceof JobEvent.Progress) {
      losses = 0;
    }
    inbox.add(new Inbox.Item(arrival, generation, fresh));
  }

  private void answerGap() {
    if (lane.takeNewGap()) {
      gapSince = System.nanoTime();
      grant();
      grant(); // the same credit twice asks the engine to go back to it
    }
  }

  private void grantIfDue() {
    if (attachment != NONE && window.isDue(window.credit(lane.filled()))) {
      grant();
    }
  }

  private void grant() {
    renewedCredit().ifPresent(credit -> parts.bus().grant(engineId, credit));
  }

  private void ended(Arrival last) {
    grant();
    if (last.event() instanceof JobEvent.Failed failed) {
      end(new JobFailedException(failed.fault()));
      return;
    }
    ending.tryComplete(new JobHandle.Ending(last.event(), last.frame()));
    close(Placement::succeed);
  }

  private void end(Throwable why) {
    if (ending.tryFail(why)) {
      close(current -> current.stop(why));
    }
  }

  /** Keeps nothing that is large: a handle may be kept for long. */
  private void close(Consumer<Placement> ofPlacement) {
    letGoOfEngine();
    inbox.close();
    onEnd.accept(this);
    placement.ifPresent(ofPlacement);
    placement = Optional.empty();
    submission = Optional.empty();
    checkpoint = Optional::empty;
    lane = new ReliableLane(0);
    previews = new PreviewLane();
  }

  /** Takes back what the listener has done with the events. */
  private final class Reading implements Inbox.Reader {
    @Override
    public void consumed(Inbox.Item item) {
      Arrival arrival = item.arrival();
      if (arrival.event() instanceof JobEvent.Preview preview) {
        if (item.generation() == generation) {
          window.consumedPreview(preview);
        }
      } else {
        window.consumed();
      }
      if (arrival.event().isFinal()) {
        ended(arrival);
      } else {
        grantIfDue();
      }
    }

    @Override
    public void failed(Throwable thrown) {
      detach(
          new JobFailedException(
              Fault.of(
                  Fault.Code.INTERNAL,
                  "the listener of the job %s threw %s".formatted(jobId, thrown)),
              thrown));
    }
  }
}
