package org.stylestream.service.watch;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;

/** What an HTTP request is answered with. */
sealed interface Answer {
  /** The media type of JSON. */
  String JSON = "application/json";

  /** Bytes in memory. */
  record Content(int status, String type, Buffer body) implements Answer {}

  /**
   * A file.
   *
   * @param name that a browser saves it by
   */
  record Download(String type, Path file, String name) implements Answer {}

  /** One line of JSON. */
  static Answer json(int status, JsonObject body) {
    return new Content(status, JSON, body.toBuffer().appendString("\n"));
  }

  /** One line of JSON with one sentence: what was wrong, and what would be right. */
  static Answer error(HttpResponseStatus status, String sentence, Object... values) {
    return json(status.code(), new JsonObject().put("error", sentence.formatted(values)));
  }
}
