package org.stylestream.service.watch;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.stylestream.protocol.Identifier;
import org.stylestream.protocol.message.EngineAnnouncement;
import org.stylestream.protocol.record.RecordWriter;
import org.stylestream.service.engine.EngineView;

/**
 * Shows an engine over HTTP:
 *
 * <pre>
 * GET /                              the page
 * GET /health/live, /health/ready    200 or 503, with the problem in a sentence
 * GET /metrics                       Prometheus' text format
 * GET /engines                       the engines of the cluster
 * GET /jobs                          the engine's jobs, the newest first
 * GET /jobs/ID                       one of them
 * GET /jobs/ID/losses?from=N         its losses from iteration N on, at most 10,000
 * GET /jobs/ID/latest.png            its latest state while it runs, small
 * GET /jobs/ID/result.png?bits=16    its result, with 8 bits a channel where 16 isn't asked for
 * GET /jobs/ID/result.safetensors    its result as the engine keeps it
 * PUT /uploads/ID/SHA256             elements of an image that the job waits for
 * </pre>
 *
 * Answers other than pictures, files and metrics are one line of JSON; of errors with the field
 * {@code error}, one sentence. Nothing but an upload changes anything.
 */
public final class WatchServer extends VerticleBase {
  private static final int MOST_CONNECTIONS = 256;
  private static final int LONGEST_REQUEST_LINE = 2048;
  private static final int LARGEST_HEADERS = 8192;
  private static final int IDLE_SECONDS = 60;

  private final EngineView engine;
  private final WatchOptions options;
  private final HostRule hosts;
  private final EngineMetrics metrics;
  private final Page page = new Page();
  private JobPictures pictures;
  private JobAnswers jobs;
  private UploadRelay uploads;
  private KnownEngines engines;
  private HttpServer server;
  private int connections;

  private WatchServer(EngineView engine, WatchOptions options) {
    this.engine = engine;
    this.options = options;
    hosts = new HostRule(options.host());
    metrics = new EngineMetrics(engine);
  }

  /** Begins to listen; fails where the port is taken or the host isn't this machine's. */
  public static Future<WatchServer> start(Vertx vertx, EngineView engine, WatchOptions options) {
    WatchServer server = new WatchServer(engine, options);
    return vertx.deployVerticle(server).map(server);
  }

  @Override
  public Future<?> start() {
    pictures = new JobPictures(vertx, engine);
    jobs = new JobAnswers(engine, pictures);
    uploads = new UploadRelay(vertx.eventBus(), engine.announcement().engineId());
    engines = KnownEngines.listening(vertx.eventBus());
    server =
        vertx
            .createHttpServer(bounded())
            .connectionHandler(
                connection -> {
                  connections++;
                  connection.closeHandler(closed -> connections--);
                  if (connections > MOST_CONNECTIONS) {
                    connection.close();
                  }
                })
            .requestHandler(this::serve);
    return server.listen(options.port(), options.host());
  }

  private static HttpServerOptions bounded() {
    return new HttpServerOptions()
        .setMaxInitialLineLength(LONGEST_REQUEST_LINE)
        .setMaxHeaderSize(LARGEST_HEADERS)
        .setHttp2ClearTextEnabled(false)
        .setHandle100ContinueAutomatically(true)
        .setIdleTimeout(IDLE_SECONDS)
        .setIdleTimeoutUnit(TimeUnit.SECONDS);
  }

  /** The port that it listens on. */
  public int port() {
    return server.actualPort();
  }

  /** Where it is, as {@code http://127.0.0.1:8080}. */
  public String url() {
    String host = options.host().contains(":") ? "[" + options.host() + "]" : options.host();
    return "http://%s:%d".formatted(host, port());
  }

  /** Stops listening. */
  public Future<Void> close() {
    return vertx.undeploy(deploymentID());
  }

  @Override
  public Future<?> stop() {
    return pictures.close();
  }

  private void serve(HttpServerRequest request) {
    answer(request)
        .otherwise(
            e ->
                Answer.error(
                    HttpResponseStatus.INTERNAL_SERVER_ERROR,
                    "this couldn't be answered: %s",
                    e.getMessage()))
        .onSuccess(answer -> write(request, answer));
  }

  private Future<Answer> answer(HttpServerRequest request) {
    try {
      Optional<String> refusal = hosts.refusal(request);
      if (refusal.isPresent()) {
        return Future.succeededFuture(
            Answer.error(HttpResponseStatus.FORBIDDEN, "%s", refusal.get()));
      }
      List<String> path = List.of(request.path().substring(1).split("/", -1));
      if (path.get(0).equals("uploads") && path.size() == 3) {
        return upload(request, path.get(1), path.get(2));
      }
      return isReading(request)
          ? look(path, new Query(request.params()))
          : Future.succeededFuture(notAllowed(request, "GET, HEAD"));
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private static boolean isReading(HttpServerRequest request) {
    return request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD;
  }

  private Future<Answer> upload(HttpServerRequest request, String jobId, String sha256) {
    if (request.method() != HttpMethod.PUT) {
      return Future.succeededFuture(notAllowed(request, "PUT"));
    }
    if (!jobId.matches(Identifier.PATTERN) || !sha256.matches(Identifier.SHA256)) {
      return Future.succeededFuture(
          Answer.error(
              HttpResponseStatus.BAD_REQUEST,
              "an upload goes to /uploads/ID/SHA256, with a job's id of %s and %s",
              Identifier.WORDS,
              Identifier.SHA256_WORDS));
    }
    return uploads.relay(request, jobId, sha256);
  }

  private static Answer notAllowed(HttpServerRequest request, String allowed) {
    request.response().putHeader(HttpHeaders.ALLOW, allowed);
    return Answer.error(HttpResponseStatus.METHOD_NOT_ALLOWED, "only %s is answered here", allowed);
  }

  private Future<Answer> look(List<String> path, Query query) {
    if (path.get(0).equals("jobs") && (path.size() == 2 || path.size() == 3)) {
      return jobs.of(path.get(1), path.size() == 3 ? path.get(2) : "", query);
    }
    return Future.succeededFuture(
        switch (String.join("/", path)) {
          case "" -> page.answer();
          case "health/live" -> health("live", engine.health().live());
          case "health/ready" -> health("ready", engine.health().ready());
          case "metrics" ->
              new Answer.Content(
                  HttpResponseStatus.OK.code(), PrometheusText.TYPE, Buffer.buffer(metrics.text()));
          case "engines" -> engines();
          case "jobs" -> jobs.list();
          default ->
              Answer.error(
                  HttpResponseStatus.NOT_FOUND,
                  "there is nothing here; there are /, /engines, /jobs, /metrics, /health/live and"
                      + " /health/ready");
        });
  }

  private Answer health(String what, boolean well) {
    JsonObject body = new JsonObject().put(what, well);
    engine.health().problem().ifPresent(problem -> body.put("problem", problem));
    return Answer.json(
        (well ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE).code(), body);
  }

  private Answer engines() {
    JsonArray array = new JsonArray();
    for (EngineAnnouncement each : engines.present()) {
      array.add(new JsonObject(RecordWriter.write(each, EngineAnnouncement.class)));
    }
    return Answer.json(
        HttpResponseStatus.OK.code(),
        new JsonObject().put("engineId", engine.announcement().engineId()).put("engines", array));
  }

  private void write(HttpServerRequest request, Answer answer) {
    HttpServerResponse response = request.response();
    if (response.closed()) {
      return;
    }
    response
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader("Content-Security-Policy", page.policy())
        .putHeader("Cross-Origin-Resource-Policy", "same-origin")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("X-Content-Type-Options", "nosniff");
    if (answer instanceof Answer.Download download) {
      send(request, download);
    } else if (answer instanceof Answer.Content content) {
      send(request, content);
    }
  }

  private static void send(HttpServerRequest request, Answer.Content content) {
    HttpServerResponse response =
        request
            .response()
            .setStatusCode(content.status())
            .putHeader(HttpHeaders.CONTENT_TYPE, content.type())
            .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(content.body().length()));
    if (request.method() == HttpMethod.HEAD) {
      response.end();
    } else {
      response.end(content.body());
    }
  }

  private void send(HttpServerRequest request, Answer.Download download) {
    String file = download.file().toString();
    HttpServerResponse response =
        request
            .response()
            .putHeader(HttpHeaders.CONTENT_TYPE, download.type())
            .putHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                "attachment; filename=\"%s\"".formatted(download.name()));
    Future<Void> sent =
        request.method() == HttpMethod.HEAD
            ? vertx.fileSystem().props(file).compose(facts -> end(response, facts.size()))
            : response.sendFile(file);
    sent.onFailure(gone -> request.connection().close());
  }

  private static Future<Void> end(HttpServerResponse response, long length) {
    return response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(length)).end();
  }
}
