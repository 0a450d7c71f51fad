package org.stylestream.service.watch;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.tensor.SafetensorsReader;
import org.stylestream.service.engine.EngineView;
import org.stylestream.service.picture.PictureWriter;
import org.stylestream.service.picture.WriteOptions;

/** PNG pictures of jobs, made on one thread of their own, so that a few large ones can't add up. */
final class JobPictures {
  private static final String PNG = "image/png";
  private static final String RESULT_TENSOR = "image";
  private static final int MOST_WAITING = 32;

  private final EngineView engine;
  private final WorkerExecutor worker;
  private int waiting;

  JobPictures(Vertx vertx, EngineView engine) {
    this.engine = engine;
    worker = vertx.createSharedWorkerExecutor("stylestream-pictures", 1);
  }

  /** The running job's latest state, small. */
  Future<Answer> latest(String jobId) {
    return engine
        .latest(jobId)
        .map(look -> later(() -> png(look.image(), WriteOptions.DEFAULT)))
        .orElseGet(
            () ->
                Future.succeededFuture(
                    Answer.error(
                        HttpResponseStatus.NOT_FOUND,
                        "there is no picture of job %s now; it is there while the job runs",
                        jobId)));
  }

  /** The result of a job that has ended. */
  Future<Answer> result(Path file, int bits) {
    return later(() -> png(read(file), WriteOptions.DEFAULT.withBitsPerChannel(bits)));
  }

  private static Image read(Path file) throws IOException {
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      List<Integer> shape = reader.tensor(RESULT_TENSOR).shape();
      return new Image(shape.get(0), shape.get(1), reader.floats(RESULT_TENSOR));
    }
  }

  private static Answer png(Image image, WriteOptions options) throws IOException {
    byte[] bytes = PictureWriter.png(image, options);
    return new Answer.Content(HttpResponseStatus.OK.code(), PNG, Buffer.buffer(bytes));
  }

  private Future<Answer> later(Callable<Answer> work) {
    if (waiting == MOST_WAITING) {
      return Future.succeededFuture(
          Answer.error(
              HttpResponseStatus.SERVICE_UNAVAILABLE,
              "%d pictures are waited for already; try again in a second",
              waiting));
    }
    waiting++;
    return worker.executeBlocking(work).onComplete(done -> waiting--);
  }

  /** Lets the thread go. */
  Future<Void> close() {
    return worker.close();
  }
}
