package org.stylestream.compute.tensor;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Bytes that can be read from any position. */
sealed interface RandomAccess extends Closeable {
  long size() throws IOException;

  /** Fills the rest of {@code target} from {@code position} on. */
  void read(long position, ByteBuffer target) throws IOException;

  record OfFile(FileChannel channel) implements RandomAccess {
    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void read(long position, ByteBuffer target) throws IOException {
      long next = position;
      while (target.hasRemaining()) {
        int count = channel.read(target, next);
        if (count < 0) {
          throw new EOFException("the file became shorter while it was read");
        }
        next += count;
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  record OfArray(byte[] bytes) implements RandomAccess {
    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public void read(long position, ByteBuffer target) {
      target.put(bytes, Math.toIntExact(position), target.remaining());
    }

    @Override
    public void close() {}
  }
}
