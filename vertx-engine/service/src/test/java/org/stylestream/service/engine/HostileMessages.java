package org.stylestream.service.engine;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32C;
import org.stylestream.protocol.frame.Chunk;
import org.stylestream.protocol.frame.ChunkHeader;
import org.stylestream.protocol.message.Credit;
import org.stylestream.protocol.message.EngineRequest;
import org.stylestream.protocol.record.RecordWriter;

/**
 * What an engine must bear: messages that were damaged at random, and messages in good order that
 * do harm where they can. The same seed makes the same messages.
 */
final class HostileMessages {
  private static final long HUGE = 9_000_000_000_000_000L;
  private static final int STORM = 20;
  private static final int CLIENTS = 8;
  private static final int REMEMBERED_JOBS = 12;

  /** What does harm to parsers of texts. */
  private static final List<String> TOKENS =
      List.of(
          "null",
          "NaN",
          "1e999",
          "9".repeat(200),
          "1.0",
          "{",
          "}",
          "[",
          "]",
          "\"",
          ",",
          ":",
          "\\",
          "\\ud800",
          "\u0000",
          "[".repeat(2000),
          "\"type\":\"cancel\",",
          "\uFEFF",
          "/* */");

  /** What no field takes, or hardly any. */
  private static final List<Object> VALUES =
      List.of(
          true,
          0,
          -1,
          1.5,
          Long.MAX_VALUE,
          Long.MIN_VALUE,
          1e308,
          "",
          "\u0000",
          "../../../etc/passwd",
          "x".repeat(5000),
          "\ud800",
          new JsonArray(),
          new JsonArray().add(1).addNull().add("a"),
          new JsonObject(),
          new JsonObject().put("type", "submit"));

  private static final List<Object> BODIES =
      List.of(
          "",
          "text",
          7,
          7L,
          1.5,
          true,
          'c',
          (byte) 1,
          new byte[100],
          new JsonArray(),
          new JsonObject(),
          Buffer.buffer(),
          Buffer.buffer("SSF1"));

  private final Random random;
  private final List<SampleJob> jobs = new ArrayList<>();
  private int made;

  HostileMessages(long seed) {
    random = new Random(seed);
  }

  /** One message or several that belong together, to be sent in this order. */
  List<Object> next() {
    return switch (random.nextInt(20)) {
      case 0 -> List.of(BODIES.get(random.nextInt(BODIES.size())));
      case 1, 2, 3, 4, 5 -> List.of(damagedTree(json(request())));
      case 6, 7, 8, 9 -> List.of(damagedText(json(request())));
      case 10, 11, 12 -> List.of(damagedChunk());
      case 13 -> List.of(json(request()));
      case 14 -> submissionsOfOneId();
      case 15 -> unfinishedUpload();
      case 16 -> uploadOutOfOrder();
      case 17 -> Collections.nCopies(1 + random.nextInt(STORM / 2), json(cancel()));
      case 18 -> credits();
      default -> damagedCheckpoint();
    };
  }

  /** The newest jobs that were submitted, which may be known by other names now. */
  List<SampleJob> jobs() {
    return List.copyOf(jobs);
  }

  private static JsonObject json(EngineRequest request) {
    return new JsonObject(RecordWriter.write(request, EngineRequest.class));
  }

  private String client() {
    return "hostile-" + random.nextInt(CLIENTS);
  }

  private SampleJob newJob() {
    made++;
    SampleJob job = SampleJob.of("hostile-" + made, 1 + random.nextInt(3), made);
    jobs.add(job);
    if (jobs.size() > REMEMBERED_JOBS) {
      jobs.remove(0);
    }
    return job;
  }

  private SampleJob someJob() {
    return jobs.isEmpty() ? newJob() : jobs.get(random.nextInt(jobs.size()));
  }

  private String someId() {
    return random.nextInt(4) == 0 ? "nobody-s" : someJob().id();
  }

  /** In good order, of each kind as often. */
  private EngineRequest request() {
    return switch (random.nextInt(7)) {
      case 0 -> newJob().submit(client());
      case 1 -> new EngineRequest.Attach(someId(), client(), number(), random.nextBoolean());
      case 2 -> cancel();
      case 3 -> new EngineRequest.Grant(credit());
      case 4 -> new EngineRequest.Renew(client(), List.of(credit(), credit()));
      case 5 -> new EngineRequest.Describe();
      default -> new EngineRequest.ListJobs(1 + random.nextInt(1024));
    };
  }

  private EngineRequest cancel() {
    return new EngineRequest.Cancel(someId());
  }

  private long number() {
    return switch (random.nextInt(3)) {
      case 0 -> random.nextInt(10);
      case 1 -> HUGE;
      default -> random.nextLong(HUGE);
    };
  }

  private Credit credit() {
    return new Credit(
        someId(),
        Math.max(1, number()),
        number(),
        random.nextInt(1 << 20),
        random.nextBoolean() ? 0 : 1_000_000_000_000L,
        random.nextBoolean() ? 0 : 1_000_000,
        number());
  }

  private List<Object> submissionsOfOneId() {
    SampleJob job = newJob();
    SampleJob other = SampleJob.of(job.id(), 9, 3);
    JsonObject submit = json(job.submit(client()));
    return List.of(submit, submit, json(other.submit(client())), json(job.submit(client())));
  }

  private List<Object> unfinishedUpload() {
    SampleJob job = newJob();
    Buffer content = job.uploads().values().iterator().next();
    return List.of(
        json(job.submit(client())),
        chunk(job, content, 0, 1 + random.nextInt(content.length() - 1)));
  }

  /** Chunks that lie about their places, come twice, and go on after the end. */
  private List<Object> uploadOutOfOrder() {
    SampleJob job = newJob();
    List<Object> messages = new ArrayList<>(List.of(json(job.submit(client()))));
    for (Buffer upload : job.uploads().values()) {
      int half = upload.length() / 2;
      Buffer first = chunk(job, upload, 0, half);
      Buffer second = chunk(job, upload, half, upload.length() - half);
      Buffer wrong = chunk(job, upload, random.nextInt(half), random.nextInt(half) + 1);
      List<Buffer> parts = new ArrayList<>(List.of(first, second, first, second, wrong, first));
      if (random.nextBoolean()) {
        Collections.shuffle(parts, random);
      }
      messages.addAll(parts);
    }
    return messages;
  }

  private static Buffer chunk(SampleJob job, Buffer upload, int offset, int length) {
    return BusClient.chunk(job.id(), SampleJob.sha256(upload), upload, offset, length);
  }

  private List<Object> credits() {
    List<Object> messages = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(STORM); i++) {
      messages.add(json(new EngineRequest.Grant(credit())));
    }
    List<Credit> many = new ArrayList<>();
    for (int i = 0; i < 4096; i++) {
      many.add(credit());
    }
    if (random.nextInt(STORM) == 0) {
      messages.add(json(new EngineRequest.Renew(client(), many)));
    }
    return messages;
  }

  private List<Object> damagedCheckpoint() {
    byte[] noise = new byte[1 + random.nextInt(5000)];
    random.nextBytes(noise);
    SampleJob job = newJob().from(Buffer.buffer(noise));
    List<Object> messages = new ArrayList<>(List.of(json(job.submit(client()))));
    job.uploads().values().forEach(upload -> messages.add(chunk(job, upload, 0, upload.length())));
    return messages;
  }

  private JsonObject damagedTree(JsonObject message) {
    JsonObject damaged = message.copy();
    JsonObject parent = damaged;
    List<String> names = List.copyOf(parent.fieldNames());
    String name = names.get(random.nextInt(names.size()));
    while (parent.getValue(name) instanceof JsonObject child
        && !child.isEmpty()
        && random.nextInt(4) > 0) {
      parent = child;
      names = List.copyOf(parent.fieldNames());
      name = names.get(random.nextInt(names.size()));
    }
    damage(parent, name);
    return damaged;
  }

  private void damage(JsonObject parent, String name) {
    switch (random.nextInt(5)) {
      case 0 -> parent.remove(name);
      case 1 -> parent.putNull(name);
      case 2 -> parent.put("nonsense", parent.getValue(name));
      default -> parent.put(name, VALUES.get(random.nextInt(VALUES.size())));
    }
  }

  /** JSON where it still is, else the text in a buffer. */
  private Object damagedText(JsonObject message) {
    byte[] damaged = message.toBuffer().getBytes();
    for (int i = 0; i <= random.nextInt(3); i++) {
      damaged = random.nextInt(3) == 0 ? digitsChanged(damaged) : spliced(damaged, token());
    }
    Buffer text = Buffer.buffer(damaged);
    try {
      return new JsonObject(text).copy();
    } catch (DecodeException | IllegalStateException e) {
      return text;
    }
  }

  private byte[] token() {
    return TOKENS.get(random.nextInt(TOKENS.size())).getBytes(StandardCharsets.UTF_8);
  }

  private byte[] digitsChanged(byte[] message) {
    byte[] changed = message.clone();
    for (int i = 0; i < changed.length; i++) {
      if (Character.isDigit(changed[i]) && random.nextInt(8) == 0) {
        changed[i] = (byte) ('0' + random.nextInt(10));
      }
    }
    return changed;
  }

  private byte[] spliced(byte[] message, byte[] inserted) {
    int from = random.nextInt(message.length + 1);
    int to = Math.min(message.length, from + random.nextInt(20));
    return Buffer.buffer()
        .appendBytes(message, 0, from)
        .appendBytes(inserted)
        .appendBytes(message, to, message.length - to)
        .getBytes();
  }

  private Buffer damagedChunk() {
    SampleJob job = someJob();
    Buffer upload = job.uploads().values().iterator().next();
    String sha256 = random.nextInt(4) == 0 ? "0".repeat(64) : SampleJob.sha256(upload);
    int offset = random.nextInt(upload.length() - 1);
    int total = random.nextInt(4) == 0 ? 1_600_000_000 : upload.length();
    Buffer payload =
        upload.slice(offset, offset + 1 + random.nextInt(upload.length() - 1 - offset));
    ChunkHeader header =
        switch (random.nextInt(4)) {
          case 0 ->
              new ChunkHeader(someId(), 7, 1 + number() / 2, 0, Optional.empty(), total, offset);
          case 1 ->
              new ChunkHeader(someId(), 7, 0, 1 + number() / 2, Optional.empty(), total, offset);
          default -> new ChunkHeader(someId(), 0, 0, 0, Optional.of(sha256), total, offset);
        };
    byte[] message = new Chunk(header, payload).encode().getBytes();
    byte[] damaged =
        switch (random.nextInt(4)) {
          case 0 -> Arrays.copyOf(message, random.nextInt(2 * message.length));
          case 1 -> spliced(message, token());
          case 2 -> digitsChanged(message);
          default -> message;
        };
    return Buffer.buffer(random.nextBoolean() ? signed(damaged) : damaged);
  }

  /** With the right checksum. */
  private static byte[] signed(byte[] message) {
    if (message.length < 16) {
      return message;
    }
    CRC32C checksum = new CRC32C();
    checksum.update(message, 8, message.length - 8);
    return Buffer.buffer(message).setIntLE(4, (int) checksum.getValue()).getBytes();
  }
}
