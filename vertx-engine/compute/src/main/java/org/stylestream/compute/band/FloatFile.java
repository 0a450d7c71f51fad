package org.stylestream.compute.band;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Numbers in a temporary file, for pooled maps. The file is read and written rather than mapped:
 * pages of a mapping count as the process's memory, and Java can't let go of one when it is done
 * with it.
 */
public final class FloatFile implements AutoCloseable {
  /** Bytes that go through the buffer at once. */
  private static final int BUFFER_BYTES = 1 << 20;

  private static final int STEP = BUFFER_BYTES / Float.BYTES;

  private final Path path;
  private final FileChannel file;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.nativeOrder());

  /**
   * Creates the file, in the folder for temporary files; it is gone when this is closed.
   *
   * @throws UncheckedIOException if it can't be created
   */
  public FloatFile() {
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

  /**
   * Reads numbers that were written before.
   *
   * @param first of the file's numbers
   * @param target where they go, from {@code at} on
   * @throws UncheckedIOException if the file can't be read
   */
  public void read(long first, float[] target, int at, int count) {
    try {
      for (int done = 0; done < count; done += STEP) {
        int now = Math.min(STEP, count - done);
        buffer.clear().limit(now * Float.BYTES);
        fill((first + done) * Float.BYTES);
        buffer.flip().asFloatBuffer().get(target, at + done, now);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The temporary file %s can't be read: %s".formatted(path, e.getMessage()), e);
    }
  }

  /**
   * Writes numbers.
   *
   * @param first of the file's numbers
   * @param source where they come from, from {@code at} on
   * @throws UncheckedIOException if the file can't be written
   */
  public void write(long first, float[] source, int at, int count) {
    try {
      for (int done = 0; done < count; done += STEP) {
        int now = Math.min(STEP, count - done);
        buffer.clear().limit(now * Float.BYTES);
        buffer.asFloatBuffer().put(source, at + done, now);
        drain((first + done) * Float.BYTES);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The temporary file %s can't be written: %s; there must be room for the pooled feature maps"
              .formatted(path, e.getMessage()),
          e);
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
