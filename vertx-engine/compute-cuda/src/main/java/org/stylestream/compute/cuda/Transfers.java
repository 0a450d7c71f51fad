package org.stylestream.compute.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Copies between the host's arrays and a GPU, by way of a buffer that the GPU reaches quickly. */
final class Transfers {
  private static final int BUFFER_BYTES = 4 << 20;
  private static final int FLOATS = BUFFER_BYTES / Float.BYTES;

  private final Gpu gpu;
  private final ByteBuffer buffer;

  Transfers(Gpu gpu) {
    this.gpu = gpu;
    buffer = gpu.hostBuffer(BUFFER_BYTES).order(ByteOrder.nativeOrder());
  }

  /** Copies the first {@code count} values to the GPU. */
  void write(float[] source, int count, long target) {
    for (int done = 0; done < count; done += FLOATS) {
      int part = Math.min(FLOATS, count - done);
      buffer.clear().limit(part * Float.BYTES);
      buffer.asFloatBuffer().put(source, done, part);
      gpu.write(target + (long) done * Float.BYTES, buffer);
    }
  }

  /** Copies {@code count} values from the GPU. */
  void read(long source, float[] target, int count) {
    for (int done = 0; done < count; done += FLOATS) {
      int part = Math.min(FLOATS, count - done);
      buffer.clear().limit(part * Float.BYTES);
      gpu.read(source + (long) done * Float.BYTES, buffer);
      buffer.asFloatBuffer().get(target, done, part);
    }
  }

  /**
   * Copies {@code count} values from the GPU.
   *
   * @param count few enough for the buffer
   */
  void read(long source, double[] target, int count) {
    buffer.clear().limit(Math.multiplyExact(count, Double.BYTES));
    gpu.read(source, buffer);
    buffer.asDoubleBuffer().get(target, 0, count);
  }
}
