package org.stylestream.compute.cpu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A pooled map in a temporary file, with a band of it in memory. The file is read and written
 * rather than mapped: pages of a mapping count as the process's memory, and Java can't let go of
 * one when it is done with it.
 */
final class PooledFile implements PooledMap {
  /** Bytes that go through the buffer at once. */
  private static final int BUFFER_BYTES = 1 << 20;

  private final Tensor band;
  private final Path path;
  private final FileChannel file;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.nativeOrder());

  /**
   * Creates the file, in the folder for temporary files; it is gone when this is closed.
   *
   * @param band room for as many rows as are read or written at once
   * @throws UncheckedIOException if it can't be created
   */
  PooledFile(Tensor band) {
    this.band = band;
    try {
      path = Files.createTempFile("stylestream-pooled-", ".tmp");
      file =
          FileChannel.open(
              path,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "A temporary file for feature maps can't be made in %s: %s"
              .formatted(System.getProperty("java.io.tmpdir"), e.getMessage()),
          e);
    }
  }

  @Override
  public Tensor read(int first, int rows) {
    Tensor target = room(first, rows);
    try {
      move(first, target, true);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The temporary file %s can't be read: %s".formatted(path, e.getMessage()), e);
    }
    return target;
  }

  @Override
  public Tensor room(int first, int rows) {
    return band.rows(0, rows);
  }

  @Override
  public void write(int first, Tensor rows) {
    try {
      move(first, rows, false);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The temporary file %s can't be written: %s; there must be room for the pooled feature maps"
              .formatted(path, e.getMessage()),
          e);
    }
  }

  private void move(int first, Tensor rows, boolean read) throws IOException {
    long position = (long) first * band.width() * band.stride() * Float.BYTES;
    int step = BUFFER_BYTES / Float.BYTES;
    for (int done = 0; done < rows.size(); done += step) {
      int count = Math.min(step, rows.size() - done);
      int at = rows.start() + done;
      buffer.clear().limit(count * Float.BYTES);
      if (read) {
        fill(position);
        buffer.flip().asFloatBuffer().get(rows.data(), at, count);
      } else {
        buffer.asFloatBuffer().put(rows.data(), at, count);
        drain(position);
      }
      position += (long) count * Float.BYTES;
    }
  }

  private void fill(long position) throws IOException {
    while (buffer.hasRemaining()) {
      if (file.read(buffer, position + buffer.position()) < 0) {
        throw new IOException("it ends too early");
      }
    }
  }

  private void drain(long position) throws IOException {
    while (buffer.hasRemaining()) {
      file.write(buffer, position + buffer.position());
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The temporary file %s can't be closed: %s".formatted(path, e.getMessage()), e);
    }
  }
}
