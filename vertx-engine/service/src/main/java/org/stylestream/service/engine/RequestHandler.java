package org.stylestream.service.engine;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.stylestream.protocol.Limits;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.frame.Chunk;
import org.stylestream.protocol.message.Credit;
import org.stylestream.protocol.message.Discover;
import org.stylestream.protocol.message.EngineAnnouncement;
import org.stylestream.protocol.message.EngineRequest;
import org.stylestream.protocol.message.Fault;
import org.stylestream.protocol.message.JobStatus;
import org.stylestream.protocol.message.Reply;
import org.stylestream.protocol.record.RecordFormatException;
import org.stylestream.protocol.record.RecordReader;
import org.stylestream.service.job.JobFaultException;

/** Answers what is sent to an engine, on its event loop. */
final class RequestHandler {
  private final String engineId;
  private final EngineOptions options;
  private final JobTable table;
  private final Reception reception;
  private final Uploads uploads;
  private final JobScheduler scheduler;
  private final Attachments attachments;
  private final Retirement retirement;
  private final Counters counters;
  private final Supplier<EngineAnnouncement> announcement;

  RequestHandler(
      String engineId,
      EngineOptions options,
      JobTable table,
      Reception reception,
      Uploads uploads,
      JobScheduler scheduler,
      Attachments attachments,
      Retirement retirement,
      Counters counters,
      Supplier<EngineAnnouncement> announcement) {
    this.engineId = engineId;
    this.options = options;
    this.table = table;
    this.reception = reception;
    this.uploads = uploads;
    this.scheduler = scheduler;
    this.attachments = attachments;
    this.retirement = retirement;
    this.counters = counters;
    this.announcement = announcement;
  }

  /** Handles a message; whatever it is, no exception comes of it. */
  void handle(Message<Object> message) {
    try {
      if (message.body() instanceof JsonObject json) {
        answer(message, RecordReader.read(JsonMessages.bytes(json), EngineRequest.class));
      } else if (message.body() instanceof Buffer buffer) {
        take(message, Chunk.decode(buffer));
      } else {
        throw new RecordFormatException(
            "", "the message is neither a JSON object nor a chunk in a buffer; it must be one");
      }
    } catch (RecordFormatException e) {
      counters.malformed.increment();
      refuse(message, JsonMessages.fault(e));
    } catch (RuntimeException | StackOverflowError e) {
      counters.malformed.increment();
      refuse(message, Fault.of(Fault.Code.INTERNAL, "the message can't be handled: " + e));
    }
  }

  /** Handles what is published to all engines. */
  void discover(Message<Object> message, Runnable announce) {
    try {
      if (!(message.body() instanceof JsonObject json)) {
        throw new RecordFormatException("", "the message is no JSON object; it must be one");
      }
      RecordReader.read(JsonMessages.bytes(json), Discover.class);
      announce.run();
    } catch (RecordFormatException | RuntimeException e) {
      counters.malformed.increment();
    }
  }

  private void refuse(Message<?> message, Fault fault) {
    counters.refused.increment();
    JsonMessages.reply(message, new Reply.Refused(fault));
  }

  private void answer(Message<?> message, EngineRequest request) {
    if (request instanceof EngineRequest.Submit submit) {
      submit(message, submit);
    } else if (request instanceof EngineRequest.Attach attach) {
      attach(message, attach);
    } else if (request instanceof EngineRequest.Cancel cancel) {
      cancel(message, cancel);
    } else if (request instanceof EngineRequest.Grant grant) {
      counters.grants.increment();
      table
          .find(grant.credit().jobId())
          .ifPresent(job -> attachments.grant(job, grant.credit(), false));
    } else if (request instanceof EngineRequest.Renew renew) {
      JsonMessages.reply(message, renew(renew));
    } else if (request instanceof EngineRequest.Describe) {
      JsonMessages.reply(message, new Reply.Described(announcement.get()));
    } else if (request instanceof EngineRequest.ListJobs list) {
      JsonMessages.reply(message, new Reply.Jobs(newest(list.limit())));
    }
  }

  private void submit(Message<?> message, EngineRequest.Submit submit) {
    if (submit.version() != Limits.VERSION) {
      refuse(
          message,
          new Fault(
              Fault.Code.INVALID,
              "version is %d; this engine speaks %d".formatted(submit.version(), Limits.VERSION),
              Optional.of("version")));
      return;
    }
    Optional<Job> known = table.find(submit.jobId());
    if (known.isPresent() && isToBeginAgain(known.get(), submit)) {
      retirement.remove(known.get());
    } else if (known.isPresent()) {
      submitAgain(message, submit, known.get());
      return;
    }
    if (reception.arriving(submit.jobId()).isPresent()) {
      reception
          .arriving(submit.jobId())
          .get()
          .onSuccess(job -> submitAgain(message, submit, job))
          .onFailure(e -> notTaken(message, e));
      return;
    }
    if (announcement.get().draining()) {
      refuse(message, Fault.of(Fault.Code.DRAINING, "this engine is going away; take another one"));
      return;
    }
    if (isFull(submit.clientId())) {
      busy(message);
      return;
    }
    reception
        .receive(submit)
        .onSuccess(job -> taken(message, submit, job))
        .onFailure(e -> notTaken(message, e));
  }

  /** A client that was lost and has come back may submit again what ended meanwhile. */
  private static boolean isToBeginAgain(Job job, EngineRequest.Submit submit) {
    return job.wasForsaken() && job.submit().clientId().equals(submit.clientId());
  }

  private boolean isFull(String clientId) {
    int waiting = table.waiting() + reception.arriving();
    return waiting >= options.waiting().jobs()
        || table.waiting(clientId) >= options.waiting().jobsOfClient();
  }

  private void busy(Message<?> message) {
    counters.busy.increment();
    JsonMessages.reply(message, new Reply.Busy(scheduler.retryAfterMillis(), table.waiting()));
  }

  private void taken(Message<?> message, EngineRequest.Submit submit, Job job) {
    counters.submitted.increment();
    EventSender sender = attachments.attach(job, submit.clientId(), 0, submit.chunks());
    if (job.missing().isEmpty()) {
      scheduler.enqueue(job);
    }
    submitted(message, job, sender);
  }

  private void notTaken(Message<?> message, Throwable e) {
    if (e instanceof JobFaultException refusal) {
      refuse(message, refusal.fault());
    } else if (e instanceof Reception.FullException) {
      busy(message);
    } else {
      refuse(message, Fault.of(Fault.Code.INTERNAL, "the job can't be taken: " + e));
    }
  }

  private void submitAgain(Message<?> message, EngineRequest.Submit submit, Job job) {
    if (!job.stored().isSame(submit)) {
      refuse(
          message,
          Fault.of(
              Fault.Code.CONFLICT,
              "there is another job %s already; take another id".formatted(submit.jobId())));
      return;
    }
    EventSender sender = attachments.attach(job, submit.clientId(), 0, submit.chunks());
    submitted(message, job, sender);
  }

  private void submitted(Message<?> message, Job job, EventSender sender) {
    JsonMessages.reply(
        message,
        new Reply.Submitted(
            engineId, table.status(job), sender.attachment(), List.copyOf(job.missing())));
    sender.pump();
  }

  private void attach(Message<?> message, EngineRequest.Attach attach) {
    Optional<Job> job = table.find(attach.jobId());
    if (job.isEmpty()) {
      refuse(message, unknown(attach.jobId()));
      return;
    }
    EventSender sender =
        attachments.attach(job.get(), attach.clientId(), attach.lastSequence(), attach.chunks());
    JsonMessages.reply(message, new Reply.Attached(table.status(job.get()), sender.attachment()));
    sender.pump();
  }

  private static Fault unknown(String jobId) {
    return Fault.of(
        Fault.Code.UNKNOWN_JOB, "this engine has no job %s; ask the others".formatted(jobId));
  }

  private void cancel(Message<?> message, EngineRequest.Cancel cancel) {
    Optional<Job> job = table.find(cancel.jobId());
    if (job.isEmpty()) {
      refuse(message, unknown(cancel.jobId()));
      return;
    }
    scheduler.cancel(job.get(), JobEvent.Cancelled.Cause.REQUESTED);
    JsonMessages.reply(message, new Reply.Cancelling(table.status(job.get())));
  }

  private Reply renew(EngineRequest.Renew renew) {
    attachments.renew(renew.clientId());
    List<String> unknown = new ArrayList<>();
    for (Credit credit : renew.credits()) {
      boolean holds =
          table.find(credit.jobId()).map(job -> attachments.grant(job, credit, true)).orElse(false);
      if (!holds) {
        unknown.add(credit.jobId());
      }
    }
    return new Reply.Renewed((int) options.times().lease().toMillis(), unknown);
  }

  private List<JobStatus> newest(int limit) {
    List<JobStatus> all = table.statuses();
    return all.subList(0, Math.min(limit, all.size()));
  }

  private void take(Message<?> message, Chunk chunk) {
    Optional<Job> job = table.find(chunk.header().jobId());
    if (job.isEmpty()) {
      refuse(message, unknown(chunk.header().jobId()));
      return;
    }
    attachments.renew(job.get());
    uploads
        .take(job.get(), chunk)
        .onSuccess(uploaded -> JsonMessages.reply(message, uploaded))
        .onFailure(e -> notTaken(message, e));
  }
}
