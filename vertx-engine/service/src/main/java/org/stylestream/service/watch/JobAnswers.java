package org.stylestream.service.watch;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.stylestream.protocol.Identifier;
import org.stylestream.protocol.event.LossReport;
import org.stylestream.protocol.message.JobStatus;
import org.stylestream.protocol.record.RecordWriter;
import org.stylestream.service.engine.EngineView;

/** What is answered about jobs. */
final class JobAnswers {
  private static final int MOST_JOBS = 1000;
  private static final int MOST_LOSSES = 10_000;

  private final EngineView engine;
  private final JobPictures pictures;

  JobAnswers(EngineView engine, JobPictures pictures) {
    this.engine = engine;
    this.pictures = pictures;
  }

  /** The jobs, the newest first. */
  Answer list() {
    JsonArray jobs = new JsonArray();
    engine.jobs().stream().limit(MOST_JOBS).map(JobAnswers::json).forEach(jobs::add);
    return Answer.json(HttpResponseStatus.OK.code(), new JsonObject().put("jobs", jobs));
  }

  /**
   * What there is of one job.
   *
   * @param what empty for its state, or a name below the job's
   * @param query values of the request's query by name
   */
  Future<Answer> of(String jobId, String what, Query query) {
    if (!jobId.matches(Identifier.PATTERN)) {
      return Future.succeededFuture(
          Answer.error(
              HttpResponseStatus.BAD_REQUEST,
              "that is no job's id; a job's id has %s",
              Identifier.WORDS));
    }
    Optional<JobStatus> job =
        engine.jobs().stream().filter(status -> status.jobId().equals(jobId)).findFirst();
    return job.isEmpty()
        ? Future.succeededFuture(
            Answer.error(
                HttpResponseStatus.NOT_FOUND,
                "there is no job %s here; /jobs lists those that are",
                jobId))
        : of(job.get(), what, query);
  }

  private Future<Answer> of(JobStatus job, String what, Query query) {
    return switch (what) {
      case "" -> Future.succeededFuture(Answer.json(HttpResponseStatus.OK.code(), json(job)));
      case "losses" -> Future.succeededFuture(losses(job.jobId(), query));
      case "latest.png" -> pictures.latest(job.jobId());
      case "result.png" -> picture(job, query);
      case "result.safetensors" -> Future.succeededFuture(file(job));
      default ->
          Future.succeededFuture(
              Answer.error(
                  HttpResponseStatus.NOT_FOUND,
                  "of a job there are losses, latest.png, result.png and result.safetensors"));
    };
  }

  private Answer losses(String jobId, Query query) {
    Optional<Integer> from = query.integer("from", 0, 0, Integer.MAX_VALUE);
    if (from.isEmpty()) {
      return Answer.error(
          HttpResponseStatus.BAD_REQUEST,
          "from must be the iteration to begin with, an integer from 0");
    }
    JsonArray array = new JsonArray();
    for (LossReport loss : engine.losses(jobId, from.get(), MOST_LOSSES)) {
      array.add(new JsonObject(RecordWriter.write(loss, LossReport.class)));
    }
    return Answer.json(
        HttpResponseStatus.OK.code(),
        new JsonObject().put("jobId", jobId).put("from", from.get()).put("losses", array));
  }

  private Future<Answer> picture(JobStatus job, Query query) {
    Optional<Integer> bits = query.integer("bits", 8, 8, 16).filter(b -> b == 8 || b == 16);
    if (bits.isEmpty()) {
      return Future.succeededFuture(
          Answer.error(HttpResponseStatus.BAD_REQUEST, "bits must be 8 or 16"));
    }
    return engine
        .result(job.jobId())
        .map(file -> pictures.result(file, bits.get()))
        .orElseGet(() -> Future.succeededFuture(noResult(job)));
  }

  private Answer file(JobStatus job) {
    Optional<Path> file = engine.result(job.jobId());
    return file.<Answer>map(
            path ->
                new Answer.Download("application/octet-stream", path, job.jobId() + ".safetensors"))
        .orElseGet(() -> noResult(job));
  }

  private static Answer noResult(JobStatus job) {
    return Answer.error(
        HttpResponseStatus.NOT_FOUND,
        "job %s has no result; it is %s",
        job.jobId(),
        job.state().name().toLowerCase(Locale.ROOT));
  }

  private static JsonObject json(JobStatus job) {
    Buffer json = RecordWriter.write(job, JobStatus.class);
    return new JsonObject(json);
  }
}
