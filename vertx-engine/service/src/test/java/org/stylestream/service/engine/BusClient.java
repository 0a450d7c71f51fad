package org.stylestream.service.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.stylestream.protocol.Addresses;
import org.stylestream.protocol.Limits;
import org.stylestream.protocol.event.EventMessage;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.frame.Chunk;
import org.stylestream.protocol.frame.ChunkHeader;
import org.stylestream.protocol.frame.FrameAssembler;
import org.stylestream.protocol.message.Credit;
import org.stylestream.protocol.message.EngineRequest;
import org.stylestream.protocol.message.Reply;
import org.stylestream.protocol.record.RecordFormatException;
import org.stylestream.protocol.record.RecordReader;
import org.stylestream.protocol.record.RecordWriter;

/**
 * A client that knows nothing but the protocol's records: asks, uploads, puts frames together and
 * grants credit, each as a test tells it to. It watches one job at a time.
 */
final class BusClient implements AutoCloseable {
  private static final long SECONDS = 20;

  private final Vertx vertx;
  private final String id;
  private final MessageConsumer<Object> consumer;

  /** Decides of each message whether it gets lost on its way. */
  private Predicate<Object> lost = body -> false;

  private String engineAddress = Addresses.ANY_ENGINE;
  private String jobId = "";
  private long attachment;
  private boolean consumes = true;
  private Window window = new Window(1 << 22, 4);
  private final List<JobEvent> events = new ArrayList<>();
  private final Map<Long, byte[]> frames = new HashMap<>();
  private final List<JobEvent.Preview> previews = new ArrayList<>();
  private final Map<Long, FrameAssembler> previewFrames = new HashMap<>();
  private Optional<FrameAssembler> frame = Optional.empty();
  private JobEvent pending = new JobEvent.Queued(1);

  /** Attachments that others have taken the place of. */
  private final Set<Long> past = new HashSet<>();

  /** What has come before the reply that tells of its attachment. */
  private final List<Object> early = new ArrayList<>();

  private long previewsConsumed;
  private int duplicates;
  private int gaps;
  private long messages;

  /** Credit beyond what has come. */
  record Window(long bytes, int frames) {}

  BusClient(Vertx vertx, String id) {
    this.vertx = vertx;
    this.id = id;
    this.consumer = vertx.eventBus().consumer(Addresses.client(id), this::receive);
  }

  String id() {
    return id;
  }

  /** What is asked from now on, is asked of this engine. */
  BusClient at(String engineId) {
    engineAddress = Addresses.engine(engineId);
    return this;
  }

  synchronized BusClient withWindow(long bytes, int framesUnderWay) {
    window = new Window(bytes, framesUnderWay);
    return this;
  }

  /** Whether events are consumed, and credit granted, as they come. */
  synchronized BusClient consuming(boolean atOnce) {
    consumes = atOnce;
    return this;
  }

  synchronized void lose(Predicate<Object> messages) {
    lost = messages;
  }

  Reply ask(EngineRequest request) {
    return ask(new JsonObject(RecordWriter.write(request, EngineRequest.class)));
  }

  Reply ask(Object body) {
    try {
      Message<JsonObject> reply =
          vertx
              .eventBus()
              .<JsonObject>request(engineAddress, body)
              .await(SECONDS, TimeUnit.SECONDS);
      return RecordReader.read(reply.body().toBuffer(), Reply.class);
    } catch (TimeoutException | RecordFormatException e) {
      throw new AssertionError(e);
    }
  }

  void send(EngineRequest request) {
    vertx
        .eventBus()
        .send(engineAddress, new JsonObject(RecordWriter.write(request, EngineRequest.class)));
  }

  /** Submits a job, uploads what is missing, and watches it. */
  Reply.Submitted submit(SampleJob job) {
    Reply.Submitted submitted = begin(job);
    submitted.missing().forEach(sha256 -> upload(job.id(), job.upload(sha256)));
    return submitted;
  }

  /** Submits a job and watches it, but uploads nothing. */
  Reply.Submitted begin(SampleJob job) {
    Reply.Submitted submitted = (Reply.Submitted) ask(job.submit(id));
    at(submitted.engineId());
    watch(job.id(), submitted.attachment(), 0);
    return submitted;
  }

  void attach(String job, long after) {
    Reply.Attached attached = (Reply.Attached) ask(new EngineRequest.Attach(job, id, after, true));
    watch(job, attached.attachment(), after);
  }

  private synchronized void watch(String job, long number, long after) {
    jobId = job;
    past.add(attachment);
    attachment = number;
    while (events.size() > after) {
      events.remove(events.size() - 1);
    }
    frame = Optional.empty();
    List<Object> come = List.copyOf(early);
    early.clear();
    come.forEach(this::takeOrFail);
    grant();
  }

  Reply upload(String job, Buffer bytes) {
    Reply reply = new Reply.Uploaded(false, false);
    for (int offset = 0; offset < bytes.length(); offset += Limits.CHUNK) {
      reply = upload(job, bytes, offset, Math.min(Limits.CHUNK, bytes.length() - offset));
    }
    return reply;
  }

  Reply upload(String job, Buffer bytes, int offset, int length) {
    return ask(chunk(job, SampleJob.sha256(bytes), bytes, offset, length));
  }

  static Buffer chunk(String job, String sha256, Buffer bytes, int offset, int length) {
    return new Chunk(
            new ChunkHeader(job, 0, 0, 0, Optional.of(sha256), bytes.length(), offset),
            bytes.slice(offset, offset + length))
        .encode();
  }

  private synchronized void receive(Message<Object> message) {
    messages++;
    if (!lost.test(message.body())) {
      takeOrFail(message.body());
    }
    notifyAll();
  }

  private void takeOrFail(Object body) {
    try {
      take(body);
    } catch (RecordFormatException e) {
      throw new AssertionError(e);
    }
  }

  private void take(Object body) throws RecordFormatException {
    if (body instanceof Buffer buffer) {
      take(Chunk.decode(buffer));
      return;
    }
    EventMessage event = RecordReader.read(((JsonObject) body).toBuffer(), EventMessage.class);
    if (!past.contains(event.attachment()) && event.attachment() != attachment) {
      early.add(body);
    } else if (event.attachment() == attachment && event.jobId().equals(jobId)) {
      take(event);
    }
  }

  private void take(EventMessage message) {
    if (message.event() instanceof JobEvent.Preview preview) {
      assertThat(message.sequence()).isZero();
      previews.add(preview);
      previewFrames.put(preview.number(), new FrameAssembler(preview.frame().bytes()));
      return;
    }
    if (message.sequence() <= events.size() + (frame.isPresent() ? 1 : 0)
        || message.sequence() > events.size() + 1) {
      countOdd(message.sequence());
      return;
    }
    if (message.event().attachedFrame().isPresent()) {
      pending = message.event();
      frame = Optional.of(new FrameAssembler(pending.attachedFrame().get().bytes()));
    } else {
      consume(message.event());
    }
  }

  private void countOdd(long sequence) {
    if (sequence > events.size() + 1) {
      gaps++;
    } else {
      duplicates++;
    }
  }

  private void take(Chunk chunk) throws RecordFormatException {
    ChunkHeader header = chunk.header();
    if (!past.contains(header.attachment()) && header.attachment() != attachment) {
      early.add(chunk.encode());
      return;
    }
    if (header.attachment() != attachment || !header.jobId().equals(jobId)) {
      return;
    }
    if (header.preview() > 0) {
      takePreview(chunk);
      return;
    }
    if (frame.isEmpty() || header.sequence() != events.size() + 1) {
      countOdd(header.sequence());
      return;
    }
    if (header.offset() > frame.get().filled()) {
      gaps++;
      return;
    }
    if (!frame.get().add(chunk)) {
      duplicates++;
    } else if (frame.get().isComplete()) {
      frames.put(events.size() + 1L, frame.get().bytes());
      frame = Optional.empty();
      consume(pending);
    } else if (consumes) {
      grant();
    }
  }

  private void takePreview(Chunk chunk) throws RecordFormatException {
    FrameAssembler preview = previewFrames.get(chunk.header().preview());
    preview.add(chunk);
    if (preview.isComplete()) {
      previewsConsumed = chunk.header().preview();
      if (consumes) {
        grant();
      }
    }
  }

  private void consume(JobEvent event) {
    events.add(event);
    if (consumes) {
      grant();
    }
  }

  /** What was consumed, and the window beyond it. */
  synchronized Credit credit() {
    return new Credit(
        jobId,
        attachment,
        events.size(),
        frame.map(FrameAssembler::filled).orElse(0),
        window.bytes(),
        window.frames(),
        previewsConsumed);
  }

  /** Consumes from now on what comes, and says so. */
  synchronized void consume() {
    consumes = true;
    grant();
  }

  synchronized void grant() {
    send(new EngineRequest.Grant(credit()));
  }

  Reply.Renewed renew() {
    return (Reply.Renewed) ask(new EngineRequest.Renew(id, List.of(credit())));
  }

  /** Waits until something is so. */
  synchronized <T> T await(Supplier<Optional<T>> condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    Optional<T> value = condition.get();
    while (value.isEmpty()) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      assertThat(left).as("milliseconds left, with the events %s", events).isPositive();
      try {
        wait(Math.min(left, 20));
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      value = condition.get();
    }
    return value.get();
  }

  /** Waits until something holds. */
  void awaitThat(Supplier<Boolean> condition) {
    await(() -> condition.get() ? Optional.of(true) : Optional.empty());
  }

  /** Waits for the first event of a kind. */
  <T extends JobEvent> T await(Class<T> kind) {
    return await(() -> all(kind).stream().findFirst());
  }

  /** Waits for the job's end. */
  JobEvent awaitEnd() {
    return await(() -> events().stream().filter(JobEvent::isFinal).findFirst());
  }

  synchronized List<JobEvent> events() {
    return List.copyOf(events);
  }

  synchronized <T extends JobEvent> List<T> all(Class<T> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The frame of an event. */
  synchronized byte[] frame(JobEvent event) {
    return frames.get(events.indexOf(event) + 1L);
  }

  synchronized List<JobEvent.Preview> previews() {
    return List.copyOf(previews);
  }

  synchronized long previewsConsumed() {
    return previewsConsumed;
  }

  synchronized int gaps() {
    return gaps;
  }

  synchronized int duplicates() {
    return duplicates;
  }

  /** Messages that have come, whatever became of them. */
  synchronized long messages() {
    return messages;
  }

  @Override
  public void close() throws TimeoutException {
    consumer.unregister().await(SECONDS, TimeUnit.SECONDS);
  }
}
