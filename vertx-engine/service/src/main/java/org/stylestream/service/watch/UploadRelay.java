package org.stylestream.service.watch;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.stylestream.protocol.Addresses;
import org.stylestream.protocol.Limits;
import org.stylestream.protocol.frame.Chunk;
import org.stylestream.protocol.frame.ChunkHeader;
import org.stylestream.protocol.message.Fault;
import org.stylestream.protocol.message.Reply;
import org.stylestream.protocol.record.RecordFormatException;
import org.stylestream.protocol.record.RecordReader;

/**
 * Takes the bodies of HTTP requests to the engine as uploads, chunk by chunk: the next is read when
 * the engine has answered the last, so that no more than a chunk of a body is ever in memory. What
 * may be uploaded, and how much, is for the engine to say.
 */
final class UploadRelay {
  private static final int MOST_AT_ONCE = 16;
  private static final DeliveryOptions PATIENCE = new DeliveryOptions().setSendTimeout(10_000);

  private final EventBus bus;
  private final String engineAddress;
  private int underWay;

  UploadRelay(EventBus bus, String engineId) {
    this.bus = bus;
    engineAddress = Addresses.engine(engineId);
  }

  /** Uploads the body of a request; on the server's context. */
  Future<Answer> relay(HttpServerRequest request, String jobId, String sha256) {
    long total = length(request);
    if (total < 1) {
      return refused(
          HttpResponseStatus.LENGTH_REQUIRED,
          "an upload needs the header Content-Length with the image's bytes, at least 1");
    }
    if (total > Limits.LARGEST_FRAME) {
      request.response().endHandler(answered -> request.connection().close());
      return refused(
          HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
          "the upload has %d bytes; at most %d are allowed",
          total,
          Limits.LARGEST_FRAME);
    }
    if (underWay == MOST_AT_ONCE) {
      return refused(
          HttpResponseStatus.SERVICE_UNAVAILABLE,
          "%d uploads are under way already; try again in a second",
          underWay);
    }
    underWay++;
    return new Upload(request, jobId, sha256, total)
        .begin()
        .onComplete(
            ended -> {
              underWay--;
              request.handler(null).resume();
            });
  }

  private static Future<Answer> refused(
      HttpResponseStatus status, String sentence, Object... values) {
    return Future.succeededFuture(Answer.error(status, sentence, values));
  }

  /** −1 where it isn't known. */
  private static long length(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length != null && length.matches("\\d{1,18}") ? Long.parseLong(length) : -1;
  }

  private final class Upload {
    private final HttpServerRequest request;
    private final String jobId;
    private final String sha256;
    private final long total;
    private final Promise<Answer> answer = Promise.promise();
    private Buffer pending = Buffer.buffer();
    private long offset;

    Upload(HttpServerRequest request, String jobId, String sha256, long total) {
      this.request = request;
      this.jobId = jobId;
      this.sha256 = sha256;
      this.total = total;
    }

    Future<Answer> begin() {
      request.exceptionHandler(answer::tryFail);
      request.handler(this::take);
      return answer.future();
    }

    private void take(Buffer part) {
      pending.appendBuffer(part);
      if (pending.length() >= Limits.CHUNK || offset + pending.length() == total) {
        request.pause();
        send();
      }
    }

    private void send() {
      var header = new ChunkHeader(jobId, 0, 0, 0, Optional.of(sha256), total, offset);
      Buffer chunk = new Chunk(header, pending).encode();
      offset += pending.length();
      pending = Buffer.buffer();
      bus.<JsonObject>request(engineAddress, chunk, PATIENCE)
          .onSuccess(reply -> goOn(reply.body()))
          .onFailure(
              lost ->
                  end(
                      Answer.error(
                          HttpResponseStatus.GATEWAY_TIMEOUT,
                          "the engine doesn't answer; ask /health/ready and upload again")));
    }

    private void goOn(JsonObject body) {
      try {
        Reply reply = RecordReader.read(body.toBuffer(), Reply.class);
        if (reply instanceof Reply.Refused refused) {
          end(refusal(refused.fault()));
        } else if (offset == total) {
          end(Answer.json(HttpResponseStatus.OK.code(), body));
        } else {
          request.resume();
        }
      } catch (RecordFormatException e) {
        answer.tryFail(e);
      }
    }

    private void end(Answer end) {
      answer.tryComplete(end);
    }
  }

  private static Answer refusal(Fault fault) {
    return Answer.error(status(fault.code()), "%s", fault.message());
  }

  private static HttpResponseStatus status(Fault.Code code) {
    return switch (code) {
      case UNKNOWN_JOB -> HttpResponseStatus.NOT_FOUND;
      case CONFLICT -> HttpResponseStatus.CONFLICT;
      case TOO_LARGE -> HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE;
      case DAMAGED -> HttpResponseStatus.UNPROCESSABLE_ENTITY;
      case STORAGE -> HttpResponseStatus.INSUFFICIENT_STORAGE;
      case DRAINING -> HttpResponseStatus.SERVICE_UNAVAILABLE;
      case DEVICE, INTERNAL -> HttpResponseStatus.INTERNAL_SERVER_ERROR;
      default -> HttpResponseStatus.BAD_REQUEST;
    };
  }
}
