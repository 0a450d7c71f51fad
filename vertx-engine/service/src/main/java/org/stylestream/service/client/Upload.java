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

  private final EngineBus bus;
  private final String engineId;
  private final String jobId;
  private final String sha256;
  private final Buffer bytes;
  private final Promise<Reply.Uploaded> done = Promise.promise();

  private int offset;
  private int underWay;
  private Optional<Throwable> failure = Optional.empty();

  Upload(EngineBus bus, String engineId, String jobId, String sha256, Buffer bytes) {
    this.bus = bus;
    this.engineId = engineId;
    this.jobId = jobId;
    this.sha256 = sha256;
    this.bytes = bytes;
  }

  /**
   * Sends it, once.
   *
   * @return the answer to the last chunk; fails with the first chunk that failed, when nothing more
   *     is under way
   */
  Future<Reply.Uploaded> run() {
    send();
    return done.future();
  }

  private void send() {
    while (failure.isEmpty() && underWay < WINDOW && offset < bytes.length()) {
      int end = Math.min(bytes.length(), offset + Limits.CHUNK);
      Chunk chunk = new Chunk(header(), bytes.slice(offset, end));
      offset = end;
      underWay++;
      boolean last = end == bytes.length();
      bus.upload(engineId, chunk).onComplete((reply, failed) -> answered(last, reply, failed));
    }
  }

  private void answered(boolean last, Reply.Uploaded reply, Throwable failed) {
    underWay--;
    if (failed != null && failure.isEmpty()) {
      failure = Optional.of(failed);
    }
    if (failure.isPresent()) {
      failure.filter(first -> underWay == 0).ifPresent(done::tryFail);
    } else if (last) {
      done.tryComplete(reply);
    } else {
      send();
    }
  }

  private ChunkHeader header() {
    return new ChunkHeader(jobId, 0, 0, 0, Optional.of(sha256), bytes.length(), offset);
  }
}
