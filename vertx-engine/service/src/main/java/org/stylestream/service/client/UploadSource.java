package org.stylestream.service.client;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** What can be uploaded, part by part. */
public sealed interface UploadSource {
  /** Its size. */
  long bytes();

  /** Some of its bytes; they are there. */
  Buffer read(long offset, int length) throws IOException;

  /** Bytes in memory. */
  record InMemory(Buffer buffer) implements UploadSource {
    @Override
    public long bytes() {
      return buffer.length();
    }

    @Override
    public Buffer read(long offset, int length) {
      return buffer.slice((int) offset, (int) offset + length);
    }
  }

  /** A file, which may be larger than memory; not to be changed until its job has ended. */
  record InFile(Path path, long bytes) implements UploadSource {
    /** A file as it is. */
    public static InFile of(Path path) throws IOException {
      return new InFile(path, Files.size(path));
    }

    @Override
    public Buffer read(long offset, int length) throws IOException {
      ByteBuffer bytes = ByteBuffer.allocate(length);
      try (FileChannel channel = FileChannel.open(path)) {
        while (bytes.hasRemaining()) {
          if (channel.read(bytes, offset + bytes.position()) < 0) {
            throw new IOException("%s has become shorter while it was uploaded".formatted(path));
          }
        }
      }
      return Buffer.buffer(bytes.array());
    }
  }
}
