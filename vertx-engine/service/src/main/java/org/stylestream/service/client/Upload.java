package org.stylestream.service.client;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import org.stylestream.protocol.Limits;
import org.stylestream.protocol.frame.Chunk;
import org.stylestream.protocol.frame.ChunkHeader;
import org.stylestream.protocol.message.Reply;

/** One image or checkpoint on its way to an engine: chunks in order, a few at a time. */
final class Upload {
  /** Requests that may be under way. */
  private static final int WINDOW = 4;

  private final ClientParts parts;
  private final String engineId;
  private final String jobId;
  private final String sha256;
  private final UploadSource source;
  private final Promise<Reply.Uploaded> done = Promise.promise();

  private long offset;
  private int underWay;
  private boolean reading;
  private Optional<Throwable> failure = Optional.empty();

  Upload(ClientParts parts, String engineId, String jobId, String sha256, UploadSource source) {
    this.parts = parts;
    this.engineId = engineId;
    this.jobId = jobId;
    this.sha256 = sha256;
    this.source = source;
  }

  /**
   * Sends it, once.
   *
   * @return the answer to the last chunk; fails with the first chunk that failed, when nothing more
   *     is under way
   */
  Future<Reply.Uploaded> run() {
    readNext();
    return done.future();
  }

  private void readNext() {
    if (reading || failure.isPresent() || underWay == WINDOW || offset == source.bytes()) {
      return;
    }
    reading = true;
    long from = offset;
    int length = (int) Math.min(Limits.CHUNK, source.bytes() - from);
    read(from, length)
        .onComplete(
            (part, failed) -> {
              reading = false;
              if (failed != null) {
                fail(failed);
              } else if (failure.isEmpty()) {
                send(part);
              }
            });
  }

  private Future<Buffer> read(long from, int length) {
    return source instanceof UploadSource.InMemory memory
        ? Future.succeededFuture(memory.read(from, length))
        : parts.work(() -> source.read(from, length));
  }

  private void send(Buffer part) {
    Chunk chunk = new Chunk(header(), part);
    offset += part.length();
    underWay++;
    boolean last = offset == source.bytes();
    parts
        .bus()
        .upload(engineId, chunk)
        .onComplete((reply, failed) -> answered(last, reply, failed));
    readNext();
  }

  private void answered(boolean last, Reply.Uploaded reply, Throwable failed) {
    underWay--;
    if (failed != null || failure.isPresent()) {
      fail(failed);
    } else if (last) {
      done.tryComplete(reply);
    } else {
      readNext();
    }
  }

  /** Ends as soon as nothing is under way any more, with what failed first. */
  private void fail(Throwable next) {
    failure = failure.or(() -> Optional.ofNullable(next));
    failure.filter(first -> underWay == 0).ifPresent(done::tryFail);
  }

  private ChunkHeader header() {
    return new ChunkHeader(jobId, 0, 0, 0, Optional.of(sha256), source.bytes(), offset);
  }
}
