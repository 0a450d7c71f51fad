package org.stylestream.service.client;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.stylestream.protocol.Addresses;
import org.stylestream.protocol.Limits;
import org.stylestream.protocol.event.EventMessage;
import org.stylestream.protocol.frame.Chunk;
import org.stylestream.protocol.message.EngineAnnouncement;
import org.stylestream.protocol.message.EngineRequest;
import org.stylestream.protocol.message.Fault;
import org.stylestream.protocol.message.JobStatus;
import org.stylestream.protocol.message.Reply;
import org.stylestream.protocol.record.RecordFormatException;
import org.stylestream.protocol.record.RecordReader;
import org.stylestream.service.cluster.LastingConsumer;

/** A client's place on the bus: its address, its jobs, its timer. */
final class ClientVerticle extends VerticleBase {
  /** Jobs whose images are uploaded at the same time. */
  private static final int MOST_UPLOADS = 4;

  private static final int IDLE_SECONDS = 10;

  private final ClientOptions options;
  private final EngineTable table;
  private final Random random;
  private final ExecutorService workers;
  private final Map<String, JobSession> sessions = new HashMap<>();

  private ClientParts parts;
  private List<LastingConsumer> consumers = List.of();
  private Optional<Future<Void>> closing = Optional.empty();

  ClientVerticle(ClientOptions options) {
    this.options = options;
    random = new Random(options.clientId().hashCode());
    table = new EngineTable(System::nanoTime, random);
    workers = workers(options.clientId());
  }

  @Override
  public Future<?> start() {
    EngineBus bus = new EngineBus(vertx.eventBus(), options.request());
    parts =
        new ClientParts(
            options,
            vertx,
            context,
            bus,
            table,
            new Discovery(vertx, bus, table, options.discovery()),
            new Leases(options, bus, table, System::nanoTime),
            new Turns(MOST_UPLOADS),
            workers,
            random);
    LastingConsumer events =
        LastingConsumer.listen(vertx, Addresses.client(options.clientId()), this::received);
    LastingConsumer announcements =
        LastingConsumer.listen(vertx, Addresses.ANNOUNCEMENTS, this::announced);
    consumers = List.of(events, announcements);
    vertx.setPeriodic(options.renewal().toMillis(), tick -> renew());
    return Future.all(events.completion(), announcements.completion())
        .onSuccess(registered -> bus.discover());
  }

  @Override
  public Future<?> stop() {
    closing = Optional.of(closing.orElse(Future.succeededFuture()));
    List<Future<Void>> released =
        List.copyOf(sessions.values()).stream()
            .map(session -> session.detach(closed(session.jobId())))
            .toList();
    parts.discovery().close();
    consumers.forEach(LastingConsumer::unregister);
    return Future.join(released).onComplete(done -> workers.shutdown());
  }

  /** Lets any thread in. */
  Callers callers() {
    return new Callers(context, workers);
  }

  List<EngineAnnouncement> engines() {
    return table.present();
  }

  Future<List<EngineAnnouncement>> discover() {
    return parts.discovery().all().map(done -> table.present());
  }

  Future<JobSession> submit(JobSubmission submission, JobListener listener) {
    return begin(
        submission.jobId(), Optional.of(submission), listener, session -> session.submit());
  }

  Future<JobSession> attach(String jobId, long lastSequence, JobListener listener) {
    return begin(jobId, Optional.empty(), listener, session -> session.attach(lastSequence));
  }

  Future<JobStatus> cancel(String jobId) {
    JobSession session = sessions.get(jobId);
    if (session != null) {
      return session.cancel();
    }
    return cancel(jobId, table.present())
        .recover(unknown -> discover().compose(engines -> cancel(jobId, engines)));
  }

  Future<List<StyleStreamClient.EngineJobs>> jobs() {
    return discover()
        .compose(
            engines -> {
              List<StyleStreamClient.EngineJobs> answers = new ArrayList<>();
              return Future.join(engines.stream().map(engine -> list(engine, answers)).toList())
                  .otherwiseEmpty()
                  .map(
                      asked -> {
                        answers.sort(Comparator.comparing(answer -> answer.engine().engineId()));
                        return answers;
                      });
            });
  }

  Future<Void> close() {
    if (closing.isEmpty()) {
      closing = Optional.of(vertx.undeploy(deploymentID()));
    }
    return closing.get();
  }

  private Future<JobSession> begin(
      String jobId,
      Optional<JobSubmission> submission,
      JobListener listener,
      Function<JobSession, Future<JobSession>> how) {
    if (closing.isPresent()) {
      return Future.failedFuture(closed(jobId));
    }
    if (sessions.containsKey(jobId)) {
      return Future.failedFuture(
          JobFailedException.of(
              Fault.Code.CONFLICT, "this client watches the job %s already", jobId));
    }
    JobSession session = new JobSession(parts, jobId, submission, listener, this::ended);
    sessions.put(jobId, session);
    return how.apply(session);
  }

  private void ended(JobSession session) {
    sessions.remove(session.jobId(), session);
  }

  private Future<Void> list(EngineAnnouncement engine, List<StyleStreamClient.EngineJobs> answers) {
    return parts
        .bus()
        .ask(engine.engineId(), new EngineRequest.ListJobs(Limits.MOST_LISTED), Reply.Jobs.class)
        .onSuccess(reply -> answers.add(new StyleStreamClient.EngineJobs(engine, reply.jobs())))
        .mapEmpty();
  }

  private Future<JobStatus> cancel(String jobId, List<EngineAnnouncement> engines) {
    List<Future<Reply.Cancelling>> asked =
        engines.stream()
            .map(
                engine ->
                    parts
                        .bus()
                        .ask(
                            engine.engineId(),
                            new EngineRequest.Cancel(jobId),
                            Reply.Cancelling.class))
            .toList();
    return Future.join(asked)
        .transform(
            (all, failure) ->
                asked.stream()
                    .filter(Future::succeeded)
                    .map(answer -> Future.succeededFuture(answer.result().status()))
                    .findFirst()
                    .orElseGet(
                        () ->
                            Future.failedFuture(
                                JobFailedException.of(
                                    Fault.Code.UNKNOWN_JOB,
                                    "no engine that answers has the job %s",
                                    jobId))));
  }

  private void renew() {
    List.copyOf(sessions.values()).stream()
        .filter(JobSession::isStuck)
        .forEach(session -> session.engineLost("it doesn't send again what was lost on its way"));
    parts.leases().renew();
  }

  private void announced(Message<Object> message) {
    if (message.body() instanceof JsonObject json) {
      try {
        parts.discovery().announced(RecordReader.read(json.toBuffer(), EngineAnnouncement.class));
      } catch (RecordFormatException e) {
        return; // an engine of another version, or a stranger: it isn't one of ours
      }
    }
  }

  private void received(Message<Object> message) {
    try {
      if (message.body() instanceof JsonObject json) {
        EventMessage event = RecordReader.read(json.toBuffer(), EventMessage.class);
        session(event.jobId()).ifPresent(session -> session.receive(event));
      } else if (message.body() instanceof Buffer bytes) {
        Chunk chunk = Chunk.decode(bytes);
        session(chunk.header().jobId()).ifPresent(session -> session.receive(chunk));
      }
    } catch (RecordFormatException e) {
      return; // damaged on its way: the gap shows with the next message, or the engine resends
    }
  }

  private Optional<JobSession> session(String jobId) {
    return Optional.ofNullable(sessions.get(jobId));
  }

  private static JobFailedException closed(String jobId) {
    return JobFailedException.of(
        Fault.Code.LEASE_EXPIRED, "the job %s isn't watched: the client was closed", jobId);
  }

  private static ExecutorService workers(String clientId) {
    AtomicInteger number = new AtomicInteger();
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        task -> {
          Thread thread =
              new Thread(
                  task, "stylestream-client-%s-%d".formatted(clientId, number.incrementAndGet()));
          thread.setDaemon(true);
          return thread;
        });
  }
}
