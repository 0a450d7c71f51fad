package org.stylestream.service.client;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.stylestream.protocol.message.EngineAnnouncement;
import org.stylestream.protocol.message.EngineRequest;
import org.stylestream.protocol.message.Fault;
import org.stylestream.protocol.message.JobStatus;
import org.stylestream.protocol.message.Reply;

/**
 * Finds an engine for a job, in rounds: first, where the job may be somewhere already, all engines
 * are asked for it; then it is submitted to the best engine, and where that has no room to the next
 * one. Between rounds it waits for as long as the engines ask it to, and a little longer at random,
 * so that clients that were turned away together don't come back together.
 */
final class Placement {
  /** Submissions to one engine, each with whatever uploads it then lacks. */
  private static final int TRIES = 3;

  private static final double JITTER = 0.25;
  private static final long SHORTEST_PAUSE_MILLIS = 20;

  private final ClientParts parts;
  private final Plan plan;
  private final Taken taken;
  private final long begun = System.nanoTime();
  private final Promise<Void> done = Promise.promise();

  private Search search = Search.NONE;
  private boolean asked;
  private boolean worthWaiting;
  private OptionalLong retryAfterMillis = OptionalLong.empty();
  private JobFailedException last;

  Placement(ClientParts parts, Plan plan, Taken taken) {
    this.parts = parts;
    this.plan = plan;
    this.taken = taken;
    last = JobFailedException.of(Fault.Code.UNKNOWN_JOB, "no engine has the job %s", plan.jobId());
  }

  /** Begins; the future ends when an engine has the job and all that it needs. */
  Future<Void> begin() {
    round();
    return done.future();
  }

  /** Ends well: what was to be found out is known from elsewhere. */
  void succeed() {
    done.tryComplete();
  }

  /** Gives up. */
  void stop(Throwable why) {
    done.tryFail(why);
  }

  private void round() {
    if (isOver()) {
      return;
    }
    asked = false;
    worthWaiting = false;
    retryAfterMillis = OptionalLong.empty();
    if (plan.mayBeSomewhere()) {
      lookAt(parts.table().present().iterator());
    } else {
      submit();
    }
  }

  private void lookAt(Iterator<EngineAnnouncement> engines) {
    if (isOver()) {
      return;
    }
    if (!engines.hasNext()) {
      submit();
      return;
    }
    String engineId = engines.next().engineId();
    attach(engineId, plan.lastSequence())
        .onComplete(
            attached -> done.tryComplete(),
            failure -> {
              noteLook(failure);
              lookAt(engines);
            });
  }

  private Future<Void> attach(String engineId, long lastSequence) {
    EngineRequest.Attach request =
        new EngineRequest.Attach(plan.jobId(), parts.options().clientId(), lastSequence, true);
    return parts
        .bus()
        .ask(engineId, request, Reply.Attached.class)
        .compose(
            attached -> {
              long known = known(lastSequence, attached.status());
              if (known < lastSequence) {
                return attach(engineId, known);
              }
              if (!isOver()) {
                taken.by(engineId, attached.attachment(), lastSequence, attached.status());
              }
              return Future.succeededFuture();
            });
  }

  /**
   * The last event of the engine's that has come: none where its events are those of another
   * submission and numbered otherwise, and not more than it has, as when it lost the last few.
   */
  private long known(long lastSequence, JobStatus status) {
    boolean isAnother =
        plan.submittedMillis().isPresent()
            && plan.submittedMillis().getAsLong() != status.submittedMillis();
    return isAnother ? 0 : Math.min(lastSequence, status.lastSequence());
  }

  private void submit() {
    if (plan.job().isEmpty()) {
      roundIsOver();
      return;
    }
    EngineRequest.Submit message = plan.job().get().message();
    List<EngineAnnouncement> engines = parts.table().ranked(message.request(), message.device());
    if (engines.isEmpty()) {
      last = nobody(message);
    }
    submitTo(engines.iterator());
  }

  private void submitTo(Iterator<EngineAnnouncement> engines) {
    if (isOver()) {
      return;
    }
    if (!engines.hasNext()) {
      roundIsOver();
      return;
    }
    asked = true;
    String engineId = engines.next().engineId();
    OptionalLong busyMillis = parts.table().busyMillis(engineId);
    if (busyMillis.isPresent()) {
      busy(engineId, busyMillis.getAsLong());
      submitTo(engines);
    } else {
      submitTo(engineId, engines, TRIES);
    }
  }

  private void submitTo(String engineId, Iterator<EngineAnnouncement> others, int tries) {
    PreparedJob job = plan.job().orElseThrow();
    parts.table().asked(engineId);
    parts
        .bus()
        .ask(engineId, job.message())
        .onComplete(
            reply -> {
              if (reply instanceof Reply.Submitted submitted) {
                submitted(submitted, others, tries);
                return;
              }
              refused(engineId, reply);
              submitTo(others);
            },
            failure -> {
              note(failure);
              submitTo(others);
            });
  }

  private void submitted(
      Reply.Submitted submitted, Iterator<EngineAnnouncement> others, int tries) {
    String engineId = submitted.engineId();
    if (isOver()) {
      withdraw(engineId);
      return;
    }
    taken.by(engineId, submitted.attachment(), 0, submitted.status());
    parts
        .uploads()
        .take(() -> uploadAll(engineId, submitted.missing()))
        .onComplete(
            queued -> {
              if (queued) {
                done.tryComplete();
              } else {
                submitAgain(engineId, others, tries, incomplete(engineId));
              }
            },
            failure -> submitAgain(engineId, others, tries, failure));
  }

  private void submitAgain(
      String engineId, Iterator<EngineAnnouncement> others, int tries, Throwable failure) {
    if (isOver()) {
      withdraw(engineId);
    } else if (tries > 1) {
      submitTo(engineId, others, tries - 1);
    } else {
      note(failure);
      taken.away();
      withdraw(engineId);
      submitTo(others);
    }
  }

  private Future<Boolean> uploadAll(String engineId, List<String> missing) {
    Future<Boolean> queued = Future.succeededFuture(true);
    for (String sha256 : missing) {
      queued = queued.compose(before -> upload(engineId, sha256));
    }
    return queued;
  }

  private Future<Boolean> upload(String engineId, String sha256) {
    UploadSource source = plan.job().orElseThrow().uploads().get(sha256);
    if (source == null) {
      return Future.failedFuture(
          JobFailedException.of(
              Fault.Code.INTERNAL,
              "the engine %s asks for an upload %s that the job %s doesn't have",
              engineId,
              sha256,
              plan.jobId()));
    }
    return new Upload(parts, engineId, plan.jobId(), sha256, source)
        .run()
        .map(Reply.Uploaded::queued);
  }

  private void withdraw(String engineId) {
    parts.bus().ask(engineId, new EngineRequest.Cancel(plan.jobId()));
  }

  private void refused(String engineId, Reply reply) {
    if (reply instanceof Reply.Busy busy) {
      parts.table().busy(engineId, busy.retryAfterMillis());
      busy(engineId, busy.retryAfterMillis());
    } else if (reply instanceof Reply.Refused refused) {
      note(new JobFailedException(refused.fault()));
    } else {
      note(
          JobFailedException.of(
              Fault.Code.INTERNAL,
              "the engine %s didn't answer a submission as the protocol says",
              engineId));
    }
  }

  private void busy(String engineId, long millis) {
    note(JobFailedException.of(Fault.Code.UNAVAILABLE, "the engine %s is busy", engineId));
    retryAfterMillis = OptionalLong.of(Math.min(millis, retryAfterMillis.orElse(millis)));
  }

  private void noteLook(Throwable failure) {
    if (failure instanceof JobFailedException failed
        && failed.fault().code() != Fault.Code.UNKNOWN_JOB) {
      last = failed;
      worthWaiting |= failed.fault().code() == Fault.Code.UNAVAILABLE;
    }
  }

  private void note(Throwable failure) {
    if (!(failure instanceof JobFailedException failed)) {
      done.tryFail(failure);
      return;
    }
    switch (failed.fault().code()) {
      case INVALID -> done.tryFail(failed);
      case UNSUPPORTED, TOO_LARGE -> last = failed;
      case CONFLICT -> {
        if (!plan.persistent()) {
          done.tryFail(failed);
        }
        last = failed;
      }
      default -> {
        last = failed;
        worthWaiting = true;
      }
    }
  }

  private void roundIsOver() {
    if (isOver()) {
      return;
    }
    if (!asked && search != Search.DONE) {
      search().onComplete(found -> round());
      return;
    }
    if (!worthWaiting && !plan.persistent()) {
      done.tryFail(last);
      return;
    }
    pause();
  }

  /** Looks for one engine that can do the job; for a job that any may have, later for all. */
  private Future<Void> search() {
    if (plan.job().isPresent()) {
      search = Search.DONE;
      EngineRequest.Submit wanted = plan.job().get().message();
      return parts
          .discovery()
          .find(
              engine -> EngineTable.obstacle(engine, wanted.request(), wanted.device()).isEmpty());
    }
    boolean isFirst = search == Search.NONE && parts.table().present().isEmpty();
    search = isFirst ? Search.BEGUN : Search.DONE;
    return isFirst ? parts.discovery().find(engine -> true) : parts.discovery().all();
  }

  private void pause() {
    long wanted = retryAfterMillis.orElse(parts.options().discovery().toMillis());
    long pause =
        Math.max(
            SHORTEST_PAUSE_MILLIS, Math.round(wanted * (1 + JITTER * parts.random().nextDouble())));
    long left = plan.time().toMillis() - (System.nanoTime() - begun) / 1_000_000;
    if (pause > left) {
      done.tryFail(tooLate());
      return;
    }
    parts.bus().discover();
    parts.vertx().setTimer(pause, now -> round());
  }

  private JobFailedException tooLate() {
    return new JobFailedException(
        Fault.of(
            last.fault().code(),
            "no engine has taken the job %s within %s s: %s"
                .formatted(plan.jobId(), plan.time().toMillis() / 1000.0, last.fault().message())));
  }

  private JobFailedException nobody(EngineRequest.Submit message) {
    List<EngineAnnouncement> engines = parts.table().present();
    if (engines.isEmpty()) {
      return JobFailedException.of(
          Fault.Code.UNAVAILABLE,
          "no engine has announced itself within %s s; start one, or check that it is in the same"
              + " cluster",
          Discovery.ROUNDS * parts.options().discovery().toMillis() / 1000.0);
    }
    String obstacles =
        engines.stream()
            .map(
                engine ->
                    "the engine %s %s"
                        .formatted(
                            engine.engineId(),
                            EngineTable.obstacle(engine, message.request(), message.device())
                                .orElse("can")))
            .collect(Collectors.joining(", "));
    return JobFailedException.of(
        Fault.Code.UNSUPPORTED, "no engine can do the job %s: %s", plan.jobId(), obstacles);
  }

  private JobFailedException incomplete(String engineId) {
    return JobFailedException.of(
        Fault.Code.DAMAGED,
        "the engine %s still lacks something of the job %s after all uploads",
        engineId,
        plan.jobId());
  }

  private boolean isOver() {
    return done.future().isComplete();
  }

  /** How far engines were looked for. */
  private enum Search {
    NONE,
    BEGUN,
    DONE
  }

  /**
   * What is to be done.
   *
   * @param job to be submitted, where it may be
   * @param mayBeSomewhere whether an engine may have it already
   * @param lastSequence of the events that have come, to attach after
   * @param submittedMillis which tells the log that these events are from, where it is known
   * @param time after which nothing more is tried
   * @param persistent whether to wait for engines that aren't there yet
   */
  record Plan(
      String jobId,
      Optional<PreparedJob> job,
      boolean mayBeSomewhere,
      long lastSequence,
      OptionalLong submittedMillis,
      Duration time,
      boolean persistent) {}

  /** Is told which engine has the job, as soon as events may come from it. */
  interface Taken {
    /** The engine has it; events after {@code lastSequence} come. */
    void by(String engineId, long attachment, long lastSequence, JobStatus status);

    /** It is taken away from its engine; what still comes from there, its end first, is void. */
    void away();
  }
}
