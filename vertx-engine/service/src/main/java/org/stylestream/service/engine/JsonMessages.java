package org.stylestream.service.engine;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.EncodeException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.stylestream.protocol.message.Fault;
import org.stylestream.protocol.message.Reply;
import org.stylestream.protocol.record.RecordFormatException;
import org.stylestream.protocol.record.RecordWriter;

/** Records as the bodies of messages. */
final class JsonMessages {
  private JsonMessages() {}

  static <T> JsonObject json(T record, Class<T> type) {
    return new JsonObject(RecordWriter.write(record, type));
  }

  /**
   * The bytes of a message.
   *
   * @throws RecordFormatException if it has text that is no Unicode, as half of a surrogate pair
   */
  static Buffer bytes(JsonObject json) throws RecordFormatException {
    try {
      return json.toBuffer();
    } catch (EncodeException e) {
      throw new RecordFormatException(
          "", "the message can't be written as JSON (%s); it must be".formatted(e.getMessage()));
    }
  }

  /** Answers a message, if it wants an answer. */
  static void reply(Message<?> message, Reply reply) {
    if (message.replyAddress() != null) {
      message.reply(json(reply, Reply.class));
    }
  }

  /** What was wrong with a message. */
  static Fault fault(RecordFormatException e) {
    return new Fault(
        Fault.Code.INVALID,
        e.getMessage(),
        e.field().isEmpty() ? Optional.empty() : Optional.of(e.field()));
  }
}
