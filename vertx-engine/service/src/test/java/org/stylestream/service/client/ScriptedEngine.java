package org.stylestream.service.client;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.stylestream.protocol.Addresses;
import org.stylestream.protocol.Limits;
import org.stylestream.protocol.event.EventMessage;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.frame.Chunk;
import org.stylestream.protocol.frame.ChunkHeader;
import org.stylestream.protocol.frame.FrameAssembler;
import org.stylestream.protocol.job.ImageDescription;
import org.stylestream.protocol.job.Priority;
import org.stylestream.protocol.message.Credit;
import org.stylestream.protocol.message.DeviceFacts;
import org.stylestream.protocol.message.EngineAnnouncement;
import org.stylestream.protocol.message.EngineRequest;
import org.stylestream.protocol.message.Fault;
import org.stylestream.protocol.message.JobState;
import org.stylestream.protocol.message.JobStatus;
import org.stylestream.protocol.message.Reply;
import org.stylestream.protocol.record.RecordFormatException;
import org.stylestream.protocol.record.RecordReader;
import org.stylestream.protocol.record.RecordWriter;

/**
 * An engine that computes nothing: it speaks the protocol, keeps to credits, sends what a test has
 * scripted, and can be made to lose, damage and repeat messages, to go silent and to die.
 */
final class ScriptedEngine extends VerticleBase {
  static final int CHUNK = 64 << 10;

  private static final int ANNOUNCEMENT_MILLIS = 100;
  private static final int TTL_MILLIS = 1000;
  private static final AtomicLong ATTACHMENTS = new AtomicLong(1000);
  private static final AtomicLong CLOCK = new AtomicLong(1_700_000_000_000L);

  final Queue<EngineRequest> requests = new ConcurrentLinkedQueue<>();
  final Queue<Chunk> uploads = new ConcurrentLinkedQueue<>();
  final AtomicInteger wentBack = new AtomicInteger();
  final AtomicInteger uploadsUnderWay = new AtomicInteger();
  final AtomicInteger mostUploadsUnderWay = new AtomicInteger();
  final AtomicLong mostFrameBytesUnderWay = new AtomicLong();

  private final String engineId;
  private final Map<String, Job> jobs = new LinkedHashMap<>();
  private final Set<String> images = new HashSet<>();
  private final Map<String, FrameAssembler> uploading = new HashMap<>();

  private volatile Function<EngineRequest, Optional<Reply>> answers = request -> Optional.empty();
  private volatile Function<Chunk, Optional<Reply>> uploadAnswers = chunk -> Optional.empty();
  private volatile BiConsumer<Object, Consumer<Object>> wire = (body, bus) -> bus.accept(body);
  private volatile Consumer<Job> script = job -> {};
  private volatile Function<EngineAnnouncement, EngineAnnouncement> looks = engine -> engine;
  private volatile boolean deaf;
  private volatile boolean announcing = true;

  ScriptedEngine(String engineId) {
    this.engineId = engineId;
  }

  ScriptedEngine start(Vertx vertx) {
    await(vertx.deployVerticle(this));
    return this;
  }

  /** What happens when a job has all its images. */
  ScriptedEngine script(Consumer<Job> script) {
    this.script = script;
    return this;
  }

  /** Answers in place of its own. */
  ScriptedEngine answering(Function<EngineRequest, Optional<Reply>> answers) {
    this.answers = answers;
    return this;
  }

  /** Answers to chunks in place of its own. */
  ScriptedEngine answeringUploads(Function<Chunk, Optional<Reply>> answers) {
    uploadAnswers = answers;
    return this;
  }

  /** What becomes of messages to clients. */
  ScriptedEngine wire(BiConsumer<Object, Consumer<Object>> wire) {
    this.wire = wire;
    return this;
  }

  /** What it announces. */
  ScriptedEngine looking(Function<EngineAnnouncement, EngineAnnouncement> looks) {
    this.looks = looks;
    return this;
  }

  /** Is there, but takes and says nothing more. */
  void goSilent() {
    deaf = true;
    announcing = false;
  }

  void stopAnnouncing() {
    announcing = false;
  }

  void listenAgain() {
    deaf = false;
    announcing = true;
  }

  /** Is deaf to requests, though it goes on announcing itself. */
  void goDeaf() {
    deaf = true;
  }

  /** Is gone. */
  void die() {
    announcing = false;
    await(vertx.undeploy(deploymentID()));
  }

  /** Forgets a job, as an engine that was started anew in another folder. */
  void forget(String jobId) {
    onContext(() -> jobs.remove(jobId));
  }

  /** Lets something more happen to a job. */
  void go(String jobId, Consumer<Job> more) {
    onContext(() -> more.accept(jobs.get(jobId)));
  }

  /** Gives its log to another engine, as in a folder that both read. */
  void handOver(String jobId, ScriptedEngine other) {
    onContext(() -> other.onContext(() -> other.jobs.put(jobId, jobs.get(jobId).at(other))));
  }

  <T extends EngineRequest> List<T> requests(Class<T> type) {
    return requests.stream().filter(type::isInstance).map(type::cast).toList();
  }

  @Override
  public Future<?> start() {
    MessageConsumer<Object> own =
        vertx.eventBus().consumer(Addresses.engine(engineId), this::received);
    MessageConsumer<Object> discovery =
        vertx.eventBus().consumer(Addresses.DISCOVERY, message -> announce());
    vertx.setPeriodic(ANNOUNCEMENT_MILLIS, tick -> announce());
    announce();
    return Future.all(own.completion(), discovery.completion());
  }

  EngineAnnouncement announcement() {
    return looks.apply(
        new EngineAnnouncement(
            Limits.VERSION,
            engineId,
            "1.0",
            "host",
            List.of(new DeviceFacts("cpu", "scripted", 1 << 30)),
            List.of("vgg19", "vgg19-lite"),
            List.of("gatys"),
            List.of("style-transfer"),
            1,
            (int) jobs.values().stream().filter(job -> job.uploaded && !job.isOver()).count(),
            0,
            64,
            1 << 30,
            false,
            TTL_MILLIS,
            Optional.empty()));
  }

  private void announce() {
    if (announcing) {
      vertx
          .eventBus()
          .publish(
              Addresses.ANNOUNCEMENTS,
              new JsonObject(RecordWriter.write(announcement(), EngineAnnouncement.class)));
    }
  }

  private void received(Message<Object> message) {
    if (deaf) {
      return;
    }
    try {
      if (message.body() instanceof Buffer bytes) {
        uploaded(message, Chunk.decode(bytes));
        return;
      }
      EngineRequest request =
          RecordReader.read(((JsonObject) message.body()).toBuffer(), EngineRequest.class);
      requests.add(request);
      Optional<Reply> answer = answers.apply(request).or(() -> answer(request));
      answer.ifPresent(reply -> reply(message, reply));
      pumpAll();
    } catch (RecordFormatException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void reply(Message<Object> message, Reply reply) {
    message.reply(new JsonObject(RecordWriter.write(reply, Reply.class)));
  }

  private Optional<Reply> answer(EngineRequest request) {
    if (request instanceof EngineRequest.Submit submit) {
      return Optional.of(submit(submit));
    }
    if (request instanceof EngineRequest.Attach attach) {
      return Optional.of(known(attach.jobId(), job -> attach(job, attach)));
    }
    if (request instanceof EngineRequest.Cancel cancel) {
      return Optional.of(known(cancel.jobId(), this::cancel));
    }
    if (request instanceof EngineRequest.Grant grant) {
      credit(grant.credit(), false);
      return Optional.empty();
    }
    if (request instanceof EngineRequest.Renew renew) {
      renew.credits().forEach(credit -> credit(credit, true));
      List<String> unknown =
          renew.credits().stream().map(Credit::jobId).filter(id -> !jobs.containsKey(id)).toList();
      return Optional.of(new Reply.Renewed(20_000, unknown));
    }
    if (request instanceof EngineRequest.ListJobs) {
      return Optional.of(new Reply.Jobs(jobs.values().stream().map(Job::status).toList()));
    }
    return Optional.of(new Reply.Described(announcement()));
  }

  private Reply known(String jobId, Function<Job, Reply> answer) {
    return jobs.containsKey(jobId)
        ? answer.apply(jobs.get(jobId))
        : new Reply.Refused(Fault.of(Fault.Code.UNKNOWN_JOB, "no job " + jobId));
  }

  private Reply submit(EngineRequest.Submit submit) {
    Job job = jobs.computeIfAbsent(submit.jobId(), id -> new Job(this, submit));
    job.attach(submit.clientId(), 0);
    List<String> missing = job.missing();
    if (missing.isEmpty()) {
      job.ready();
    }
    return new Reply.Submitted(engineId, job.status(), job.attachment, missing);
  }

  private Reply attach(Job job, EngineRequest.Attach attach) {
    job.attach(attach.clientId(), attach.lastSequence());
    return new Reply.Attached(job.status(), job.attachment);
  }

  private Reply cancel(Job job) {
    job.log(new JobEvent.Cancelled(0, 0, 0, JobEvent.Cancelled.Cause.REQUESTED, Optional.empty()));
    return new Reply.Cancelling(job.status());
  }

  private void credit(Credit credit, boolean renewal) {
    Job job = jobs.get(credit.jobId());
    if (job != null && job.attachment == credit.attachment()) {
      job.credit(credit, renewal);
    }
  }

  private void uploaded(Message<Object> message, Chunk chunk) {
    uploads.add(chunk);
    mostUploadsUnderWay.accumulateAndGet(uploadsUnderWay.incrementAndGet(), Math::max);
    vertx.runOnContext(
        later -> {
          uploadsUnderWay.decrementAndGet();
          uploadAnswers
              .apply(chunk)
              .or(() -> Optional.of(take(chunk)))
              .ifPresent(reply -> reply(message, reply));
          pumpAll();
        });
  }

  private Reply take(Chunk chunk) {
    ChunkHeader header = chunk.header();
    String sha256 = header.upload().orElseThrow();
    if (header.offset() == 0) {
      uploading.put(sha256, new FrameAssembler(header.total()));
    }
    try {
      FrameAssembler assembler = uploading.get(sha256);
      if (assembler == null) {
        return new Reply.Refused(Fault.of(Fault.Code.DAMAGED, "the upload begins at 0"));
      }
      assembler.add(chunk);
      if (!assembler.isComplete()) {
        return new Reply.Uploaded(false, false);
      }
    } catch (RecordFormatException e) {
      return new Reply.Refused(Fault.of(Fault.Code.DAMAGED, e.getMessage()));
    }
    images.add(sha256);
    Job job = jobs.get(header.jobId());
    boolean queued = job.missing().isEmpty();
    if (queued) {
      job.ready();
    }
    return new Reply.Uploaded(true, queued);
  }

  private void pumpAll() {
    jobs.values().forEach(Job::pump);
  }

  private void onContext(Runnable action) {
    context.runOnContext(
        now -> {
          action.run();
          pumpAll();
        });
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.await(10, TimeUnit.SECONDS);
    } catch (java.util.concurrent.TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A job, its log, and where its sender is. */
  static final class Job {
    final EngineRequest.Submit submit;
    private final ScriptedEngine engine;
    private final long submittedMillis;
    private final List<Entry> log;
    private boolean uploaded;
    private String clientId = "";
    private long attachment;
    private Optional<Credit> credit = Optional.empty();
    private Optional<Credit> renewed = Optional.empty();
    private int sent;
    private int offset;
    private long previews;

    private Job(ScriptedEngine engine, EngineRequest.Submit submit) {
      this(engine, submit, CLOCK.incrementAndGet(), new ArrayList<>());
    }

    private Job(
        ScriptedEngine engine, EngineRequest.Submit submit, long submittedMillis, List<Entry> log) {
      this.engine = engine;
      this.submit = submit;
      this.submittedMillis = submittedMillis;
      this.log = log;
    }

    /** Something happens. */
    void log(JobEvent event) {
      log(event, new byte[0]);
    }

    /** Something happens that has a frame. */
    void log(JobEvent event, byte[] frame) {
      log.add(new Entry(event, frame));
    }

    /** A preview is sent, whatever the credit. */
    void preview(JobEvent.Preview preview, byte[] frame) {
      previews = preview.number();
      send(json(new EventMessage(submit.jobId(), attachment, 0, preview)));
      for (int from = 0; from < frame.length; from += CHUNK) {
        send(chunk(0, preview.number(), frame, from).encode());
      }
    }

    /** Previews that the client has taken. */
    long previewsTaken() {
      return credit.map(Credit::previews).orElse(0L);
    }

    private Job at(ScriptedEngine other) {
      Job same = new Job(other, submit, submittedMillis, log);
      same.uploaded = true;
      return same;
    }

    private void ready() {
      if (!uploaded) {
        uploaded = true;
        engine.script.accept(this);
      }
    }

    private boolean isOver() {
      return !log.isEmpty() && log.get(log.size() - 1).event().isFinal();
    }

    private JobStatus status() {
      JobState state =
          isOver() ? JobState.COMPLETED : uploaded ? JobState.RUNNING : JobState.UPLOADING;
      return new JobStatus(
          submit.jobId(),
          submit.request().kind(),
          state,
          Priority.NORMAL,
          0,
          0,
          0,
          log.size(),
          submittedMillis,
          Optional.of(clientId));
    }

    private List<String> missing() {
      List<String> wanted = new ArrayList<>();
      submit.request().images().stream().map(ImageDescription::sha256).forEach(wanted::add);
      submit.resumeFrom().ifPresent(file -> wanted.add(file.sha256()));
      wanted.removeIf(engine.images::contains);
      return wanted.stream().distinct().toList();
    }

    private void attach(String client, long lastSequence) {
      clientId = client;
      attachment = ATTACHMENTS.incrementAndGet();
      credit = Optional.empty();
      renewed = Optional.empty();
      sent = (int) lastSequence;
      offset = 0;
      previews = 0;
    }

    private void credit(Credit now, boolean renewal) {
      boolean behind = now.consumed() < sent || offset > 0 && now.partial() < offset;
      Optional<Credit> before = renewal ? renewed : credit;
      if (behind && before.filter(now::equals).isPresent()) {
        engine.wentBack.incrementAndGet();
        returnTo(now);
      }
      if (renewal) {
        renewed = Optional.of(now);
      }
      credit = Optional.of(now);
    }

    private void returnTo(Credit place) {
      sent = (int) place.consumed();
      offset = (int) place.partial();
      if (offset > 0 && offset == log.get(sent).frame().length) {
        sent++;
        offset = 0;
      }
    }

    private void pump() {
      while (sent < log.size() && step()) {
        engine.mostFrameBytesUnderWay.accumulateAndGet(frameBytesUnderWay(), Math::max);
      }
    }

    /** Sends the next message, where credit allows. */
    private boolean step() {
      long consumed = credit.map(Credit::consumed).orElse(0L);
      Entry next = log.get(sent);
      if (offset == 0 && sent - consumed >= Limits.EVENT_WINDOW) {
        return false;
      }
      if (next.frame().length == 0) {
        send(json(new EventMessage(submit.jobId(), attachment, sent + 1, next.event())));
        sent++;
        return true;
      }
      int size = Math.min(CHUNK, next.frame().length - offset);
      boolean allowed =
          credit
              .map(
                  now ->
                      frameBytesUnderWay() + size <= now.bytes()
                          && (offset > 0 || framesUnderWay() < now.frames()))
              .orElse(false);
      if (!allowed) {
        return false;
      }
      if (offset == 0) {
        send(json(new EventMessage(submit.jobId(), attachment, sent + 1, next.event())));
      }
      send(chunk(sent + 1, 0, next.frame(), offset).encode());
      offset += size;
      if (offset == next.frame().length) {
        sent++;
        offset = 0;
      }
      return true;
    }

    private long frameBytesUnderWay() {
      int consumed = credit.map(now -> (int) now.consumed()).orElse(0);
      long bytes = offset - credit.map(Credit::partial).orElse(0L);
      for (int i = consumed; i < sent; i++) {
        bytes += log.get(i).frame().length;
      }
      return bytes;
    }

    private long framesUnderWay() {
      int consumed = credit.map(now -> (int) now.consumed()).orElse(0);
      return log.subList(Math.min(consumed, sent), sent).stream()
          .filter(entry -> entry.frame().length > 0)
          .count();
    }

    private Chunk chunk(long sequence, long preview, byte[] frame, int from) {
      ChunkHeader header =
          new ChunkHeader(
              submit.jobId(), attachment, sequence, preview, Optional.empty(), frame.length, from);
      int end = Math.min(frame.length, from + CHUNK);
      return new Chunk(header, Buffer.buffer(java.util.Arrays.copyOfRange(frame, from, end)));
    }

    private void send(Object body) {
      String address = Addresses.client(clientId);
      engine.wire.accept(body, message -> engine.vertx.eventBus().send(address, message));
    }

    private static JsonObject json(EventMessage message) {
      return new JsonObject(RecordWriter.write(message, EventMessage.class));
    }

    private record Entry(JobEvent event, byte[] frame) {}
  }
}
