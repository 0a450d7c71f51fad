package org.stylestream.service.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stylestream.protocol.Addresses;
import org.stylestream.protocol.Limits;
import org.stylestream.protocol.frame.Chunk;
import org.stylestream.protocol.message.EngineAnnouncement;
import org.stylestream.protocol.message.Fault;
import org.stylestream.protocol.message.Reply;
import org.stylestream.protocol.record.RecordWriter;
import org.stylestream.service.engine.EngineView;

/** The HTTP server, asked by another implementation of HTTP. */
@Timeout(60)
class WatchServerTest {
  @TempDir private Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http = HttpClient.newHttpClient();
  private MovingEngine engine;
  private WatchServer server;

  @BeforeEach
  void start() throws Exception {
    engine = MovingEngine.in(folder);
    server = WatchServer.start(vertx, engine, WatchOptions.loopback(0)).await(10, TimeUnit.SECONDS);
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(server.url() + path));
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private HttpResponse<byte[]> get(String path) throws Exception {
    return send(to(path));
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  private JsonObject json(String path) throws Exception {
    HttpResponse<byte[]> response = get(path);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(text(response).lines()).hasSize(1);
    return new JsonObject(text(response));
  }

  @Test
  void healthFollowsTheEngine() throws Exception {
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    assertThat(json("/health/ready")).isEqualTo(new JsonObject().put("ready", true));

    engine.become(new EngineView.Health(true, false, Optional.of("the device doesn't answer")));

    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    assertThat(get("/health/ready").statusCode()).isEqualTo(503);
    assertThat(json("/health/ready"))
        .isEqualTo(
            new JsonObject().put("ready", false).put("problem", "the device doesn't answer"));
  }

  @Test
  void metricsAreInPrometheusFormatAndTellTheCounters() throws Exception {
    HttpResponse<byte[]> response = get("/metrics");

    assertThat(response.headers().firstValue("Content-Type"))
        .hasValue("text/plain; version=0.0.4; charset=utf-8");
    assertThat(ExpositionFormat.read(text(response)))
        .containsAllEntriesOf(
            Map.ofEntries(
                Map.entry("stylestream_ready", 1.0),
                Map.entry("stylestream_queue_depth", 2.0),
                Map.entry("stylestream_jobs{state=\"running\"}", 1.0),
                Map.entry("stylestream_jobs{state=\"uploading\"}", 0.0),
                Map.entry("stylestream_jobs_ended_total{state=\"failed\"}", 1.0),
                Map.entry("stylestream_iteration_seconds_sum", 61.25),
                Map.entry("stylestream_iteration_seconds_count", 503.0),
                Map.entry("stylestream_frame_bytes_sent_total{lane=\"preview\"}", 7_864_320.0),
                Map.entry("stylestream_leases_expired_total", 9.0),
                Map.entry("stylestream_messages_malformed_total", 4.0),
                Map.entry("stylestream_job_wait_seconds_count", 3.0),
                Map.entry("stylestream_job_run_seconds_sum", 70.75),
                Map.entry("stylestream_job_run_seconds_count", 2.0)))
        .containsKeys(
            "jvm_memory_used_bytes{area=\"heap\"}",
            "jvm_buffer_memory_used_bytes{pool=\"direct\"}",
            "jvm_buffer_memory_used_bytes{pool=\"netty\"}",
            "stylestream_device_memory_bytes{device=\"cpu\"}",
            "stylestream_grants_total");
    assertThat(text(response)).doesNotContain("castle-running", MovingEngine.ID);
  }

  @Test
  void jobsAreListedTheNewestFirst() throws Exception {
    JsonArray jobs = json("/jobs").getJsonArray("jobs");

    assertThat(jobs).hasSize(5);
    assertThat(jobs.getJsonObject(0).getString("jobId")).isEqualTo("sunset-waiting");
    assertThat(jobs.getJsonObject(2).getString("state")).isEqualTo("running");
    assertThat(json("/jobs/castle-running")).isEqualTo(jobs.getJsonObject(2));
  }

  @Test
  void lossesComeFromAnIterationOn() throws Exception {
    engine.advance(20_000);

    JsonObject first = json("/jobs/castle-running/losses");
    JsonObject rest = json("/jobs/castle-running/losses?from=10000");
    JsonObject none = json("/jobs/castle-running/losses?from=30000");

    assertThat(first.getJsonArray("losses")).hasSize(10_000);
    assertThat(first.getJsonArray("losses").getJsonObject(0).getDouble("total")).isEqualTo(302_010);
    assertThat(rest.getInteger("from")).isEqualTo(10_000);
    assertThat(rest.getJsonArray("losses")).hasSize(10_000);
    assertThat(none.getJsonArray("losses")).isEmpty();
    assertThat(none.getInteger("from")).isEqualTo(30_000);
  }

  @Test
  void theLatestPictureIsAPng() throws Exception {
    HttpResponse<byte[]> response = get("/jobs/castle-running/latest.png");

    assertThat(response.headers().firstValue("Content-Type")).hasValue("image/png");
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(response.body()));
    assertThat(picture.getWidth()).isEqualTo(256);
    assertThat(picture.getHeight()).isEqualTo(192);
  }

  @ParameterizedTest
  @CsvSource({"'', 8, 1", "'?bits=8', 8, 1", "'?bits=16', 16, 257"})
  void theResultIsAPngOfEightOrSixteenBits(String query, int bits, int steps) throws Exception {
    HttpResponse<byte[]> response = get("/jobs/tower-done/result.png" + query);

    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(response.body()));
    assertThat(picture.getColorModel().getComponentSize(0)).isEqualTo(bits);
    int[] samples = picture.getRaster().getPixels(0, 0, 64, 48, (int[]) null);
    float[] pixels = MovingEngine.RESULT.pixels();
    for (int i = 0; i < samples.length; i++) {
      double expected = Math.max(0, Math.min(255, pixels[i])) * steps;
      assertThat((double) samples[i]).isBetween(expected - 0.51, expected + 0.51);
    }
  }

  @Test
  void theResultIsAFileAsTheEngineKeepsIt() throws Exception {
    HttpResponse<byte[]> response = get("/jobs/tower-done/result.safetensors");

    assertThat(response.body()).isEqualTo(Files.readAllBytes(engine.resultFile()));
    assertThat(response.headers().firstValue("Content-Disposition"))
        .hasValue("attachment; filename=\"tower-done.safetensors\"");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /nothing, 404, there is nothing here",
    "GET, /health, 404, there is nothing here",
    "GET, /jobs/nobody, 404, there is no job nobody here",
    "GET, /jobs/..%2F..%2Fetc, 400, that is no job's id",
    "GET, /jobs/, 400, that is no job's id",
    "GET, /jobs/tower-done/latest.png, 404, there is no picture of job tower-done now",
    "GET, /jobs/tower-done/nothing, 404, 'of a job there are losses'",
    "GET, /jobs/castle-running/result.png, 404, job castle-running has no result; it is running",
    "GET, /jobs/bridge-failed/result.safetensors, 404, it is failed",
    "GET, /jobs/tower-done/result.png?bits=12, 400, bits must be 8 or 16",
    "GET, /jobs/castle-running/losses?from=-1, 400, an integer from 0",
    "DELETE, /jobs/castle-running, 405, 'only GET, HEAD is answered here'",
    "POST, /jobs, 405, 'only GET, HEAD is answered here'",
    "GET, /uploads/a/b, 405, only PUT is answered here",
    "PUT, /uploads/a/b, 400, a SHA-256",
  })
  void whatIsWrongIsToldInOneLine(String method, String path, int status, String sentence)
      throws Exception {
    HttpResponse<byte[]> response =
        send(to(path).method(method, HttpRequest.BodyPublishers.noBody()));

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(text(response).lines()).hasSize(1);
    assertThat(new JsonObject(text(response)).getString("error")).contains(sentence);
    assertThat(response.headers().firstValue("Allow").isPresent()).isEqualTo(status == 405);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/jobs", "/metrics", "/nothing", "/jobs/tower-done/result.safetensors"})
  void headsAreThoseOfGets(String path) throws Exception {
    HttpResponse<byte[]> get = get(path);
    HttpResponse<byte[]> head = send(to(path).method("HEAD", HttpRequest.BodyPublishers.noBody()));

    assertThat(head.statusCode()).isEqualTo(get.statusCode());
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().firstValue("Content-Type"))
        .isEqualTo(get.headers().firstValue("Content-Type"));
    if (!path.equals("/metrics")) {
      assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(get.body().length);
    }
  }

  @Test
  void thePageRunsItsOwnScriptOnly() throws Exception {
    HttpResponse<byte[]> response = get("/");

    assertThat(response.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    Matcher script =
        Pattern.compile("<script>(.*)</script>", Pattern.DOTALL).matcher(text(response));
    assertThat(script.find()).isTrue();
    byte[] hash =
        MessageDigest.getInstance("SHA-256")
            .digest(script.group(1).getBytes(StandardCharsets.UTF_8));
    assertThat(response.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'")
        .contains("script-src 'sha256-%s'".formatted(Base64.getEncoder().encodeToString(hash)));
    assertThat(text(response).replace("http://www.w3.org/2000/svg", ""))
        .doesNotContain("http://", "https://");
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:%d, 200",
    "127.0.0.1:%d, 200",
    "[::1]:%d, 200",
    "10.0.0.7, 200",
    "evil.example:%d, 403",
    "127.0.0.1.evil.example, 403",
    "localhost.evil.example, 403",
    "'', 403",
  })
  void foreignHostsArentServed(String host, int status) throws Exception {
    assertThat(
            raw("GET /jobs HTTP/1.1\r\nHost: %s\r\n".formatted(host) + "Connection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 " + status)
        .doesNotContainIgnoringCase("access-control");
  }

  /** What comes back to bytes that no well-behaved client sends. */
  private String raw(String request) throws IOException {
    try (Socket socket = new Socket(WatchOptions.LOOPBACK, server.port())) {
      socket.setSoTimeout(10_000);
      byte[] bytes =
          request
              .replace("%d", Integer.toString(server.port()))
              .getBytes(StandardCharsets.ISO_8859_1);
      socket.getOutputStream().write(bytes);
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  @Test
  void pagesOfOtherSitesArentServed() throws Exception {
    assertThat(get("/jobs").headers().firstValue("Cross-Origin-Resource-Policy"))
        .hasValue("same-origin");
    assertThat(send(to("/jobs").header("Origin", "http://evil.example")).statusCode())
        .isEqualTo(403);
    assertThat(send(to("/jobs").header("Origin", "null")).statusCode()).isEqualTo(403);
    assertThat(send(to("/jobs").header("Origin", server.url())).statusCode()).isEqualTo(200);
  }

  @Test
  void whatIsTooLargeOrNoHttpDoesNoHarm() throws Exception {
    String host = "Host: localhost\r\n";
    assertThat(raw("GET /%s HTTP/1.1\r\n%s\r\n".formatted("x".repeat(4000), host)))
        .containsPattern("^HTTP/1.. 414 ");
    assertThat(raw("GET / HTTP/1.1\r\n%sX: %s\r\n\r\n".formatted(host, "x".repeat(20_000))))
        .containsPattern("^HTTP/1.. 431 ");
    byte[] noise = new byte[5000];
    new Random(5).nextBytes(noise);
    raw(new String(noise, StandardCharsets.ISO_8859_1).replace("%", "") + "\r\n\r\n");

    assertThat(get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void enginesAreThoseThatAnnounceThemselves() throws Exception {
    assertThat(json("/engines"))
        .isEqualTo(new JsonObject("{\"engineId\":\"engine-1\",\"engines\":[]}"));

    JsonObject announcement =
        new JsonObject(RecordWriter.write(engine.announcement(), EngineAnnouncement.class));
    vertx.eventBus().publish(Addresses.ANNOUNCEMENTS, new JsonObject().put("version", 1));
    vertx.eventBus().publish(Addresses.ANNOUNCEMENTS, "noise");
    vertx.eventBus().publish(Addresses.ANNOUNCEMENTS, announcement);

    JsonArray engines = json("/engines").getJsonArray("engines");
    while (engines.isEmpty()) {
      engines = json("/engines").getJsonArray("engines");
    }
    assertThat(engines).containsExactly(announcement);
  }

  @Test
  void uploadsGoToTheEngineChunkByChunk() throws Exception {
    byte[] image = new byte[3 * Limits.CHUNK + 12_345];
    new Random(1).nextBytes(image);
    List<Chunk> chunks = takeUploads(new Reply.Uploaded(true, true));

    HttpResponse<byte[]> response = upload("job-1", image);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(new JsonObject(text(response)).getBoolean("complete")).isTrue();
    Buffer whole = Buffer.buffer();
    for (Chunk chunk : chunks) {
      assertThat(chunk.header().jobId()).isEqualTo("job-1");
      assertThat(chunk.header().upload()).hasValue(sha256(image));
      assertThat(chunk.header().total()).isEqualTo(image.length);
      assertThat(chunk.header().offset()).isEqualTo(whole.length());
      whole.appendBuffer(chunk.payload());
    }
    assertThat(whole.getBytes()).isEqualTo(image);
  }

  private HttpResponse<byte[]> upload(String jobId, byte[] image) throws Exception {
    return send(
        to("/uploads/%s/%s".formatted(jobId, sha256(image)))
            .PUT(HttpRequest.BodyPublishers.ofByteArray(image)));
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  /** Answers uploads in the engine's stead; what has come. */
  private List<Chunk> takeUploads(Reply reply) {
    List<Chunk> chunks = new CopyOnWriteArrayList<>();
    vertx
        .eventBus()
        .<Buffer>consumer(
            Addresses.engine(MovingEngine.ID),
            message -> {
              try {
                chunks.add(Chunk.decode(message.body()));
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
              message.reply(new JsonObject(RecordWriter.write(reply, Reply.class)));
            });
    return chunks;
  }

  @ParameterizedTest
  @CsvSource({
    "UNKNOWN_JOB, 404",
    "DAMAGED, 422",
    "TOO_LARGE, 413",
    "STORAGE, 507",
    "DRAINING, 503",
    "INVALID, 400",
  })
  void anUploadThatTheEngineRefusesEndsAtOnce(Fault.Code code, int status) throws Exception {
    List<Chunk> chunks = takeUploads(new Reply.Refused(Fault.of(code, "it isn't wanted")));

    HttpResponse<byte[]> response = upload("job-1", new byte[5 * Limits.CHUNK]);

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(text(response)).isEqualTo("{\"error\":\"it isn't wanted\"}\n");
    assertThat(chunks).hasSize(1);
  }

  @Test
  void anUploadWithoutAnEngineIsToldSo() throws Exception {
    HttpResponse<byte[]> response = upload("job-1", new byte[100]);

    assertThat(response.statusCode()).isEqualTo(504);
    assertThat(text(response)).contains("the engine doesn't answer");
  }

  @Test
  void uploadsThatBreakOffMakeRoomForOthers() throws Exception {
    takeUploads(new Reply.Uploaded(true, true));
    String head =
        "PUT /uploads/a/%s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000\r\n\r\nbegun"
            .formatted("0".repeat(64));
    for (int i = 0; i < 40; i++) {
      try (Socket socket = new Socket(WatchOptions.LOOPBACK, server.port())) {
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      }
    }

    while (upload("job-1", new byte[100]).statusCode() == 503) {
      vertx.timer(20).await(10, TimeUnit.SECONDS);
    }
    assertThat(upload("job-1", new byte[100]).statusCode()).isEqualTo(200);
  }

  @Test
  void anUploadNeedsALengthWithinBounds() throws Exception {
    String head = "PUT /uploads/a/%s HTTP/1.1\r\nHost: localhost\r\n".formatted("0".repeat(64));

    assertThat(raw(head + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n"))
        .startsWith("HTTP/1.1 411");
    assertThat(raw(head + "Content-Length: 99999999999\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 413");
  }

  @Test
  void aPortThatIsTakenIsAFailure() {
    assertThatThrownBy(
            () ->
                WatchServer.start(vertx, engine, WatchOptions.loopback(server.port()))
                    .await(10, TimeUnit.SECONDS))
        .hasMessageContaining("already in use");
  }

  @Test
  void afterItIsClosedNobodyAnswers() throws Exception {
    server.close().await(10, TimeUnit.SECONDS);

    assertThatThrownBy(() -> get("/health/live")).isInstanceOf(IOException.class);
  }
}
