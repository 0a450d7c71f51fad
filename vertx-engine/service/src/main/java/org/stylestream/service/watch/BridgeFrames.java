package org.stylestream.service.watch;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.function.Consumer;
import org.stylestream.protocol.record.RecordReader;

/**
 * Cuts what comes from a socket into frames: a big-endian 32-bit length, then so many bytes. No
 * more than one frame and what the socket read with it is held.
 */
final class BridgeFrames {
  private static final int LENGTH_BYTES = 4;
  private static final int SMALLEST = 2;

  /** A message of the protocol and what is around it. */
  private static final int LARGEST = RecordReader.LARGEST_MESSAGE + 4096;

  private final NetSocket socket;
  private final Consumer<Buffer> frames;
  private final Consumer<String> damage;
  private Buffer pending = Buffer.buffer();
  private boolean paused;
  private boolean cutting;

  /**
   * Reads nothing yet.
   *
   * @param frames takes each frame
   * @param damage takes one sentence about a length that can't be; nothing comes after it
   */
  BridgeFrames(NetSocket socket, Consumer<Buffer> frames, Consumer<String> damage) {
    this.socket = socket;
    this.frames = frames;
    this.damage = damage;
  }

  /** Begins to read. */
  void read() {
    socket.handler(
        part -> {
          pending.appendBuffer(part);
          cut();
        });
  }

  /** Hands on nothing more until {@link #resume}. */
  void pause() {
    paused = true;
    socket.pause();
  }

  /** Goes on, also from within a frame's handling. */
  void resume() {
    paused = false;
    socket.resume();
    if (!cutting) {
      cut();
    }
  }

  private void cut() {
    cutting = true;
    int at = 0;
    while (!paused && pending.length() - at >= LENGTH_BYTES) {
      int length = pending.getInt(at);
      if (length < SMALLEST || length > LARGEST) {
        pause();
        damage.accept(
            "a frame has %d bytes; it must have %d to %d".formatted(length, SMALLEST, LARGEST));
        break;
      }
      int end = at + LENGTH_BYTES + length;
      if (end > pending.length()) {
        break;
      }
      frames.accept(pending.slice(at + LENGTH_BYTES, end));
      at = end;
    }
    if (at > 0) {
      pending = pending.getBuffer(at, pending.length());
    }
    cutting = false;
  }

  /** A frame as it goes to the socket. */
  static Buffer encode(Buffer json) {
    return Buffer.buffer(LENGTH_BYTES + json.length()).appendInt(json.length()).appendBuffer(json);
  }
}
