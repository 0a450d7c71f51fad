package org.stylestream.compute.cuda;

import org.stylestream.compute.band.FloatFile;

/** A pooled map in a temporary file, with a band of it in the GPU's memory. */
final class PooledFile implements PooledMap {
  private final Transfers transfers;
  private final long rowSize;
  private final float[] band;
  private final GpuMemory memory;
  private final FloatFile file;

  /**
   * @param rows the most that are read or written at once
   * @param rowSize elements of a row
   */
  PooledFile(CudaContext context, int rows, long rowSize) {
    this.rowSize = rowSize;
    transfers = context.transfers();
    band = new float[Math.toIntExact(rows * rowSize)];
    file = new FloatFile();
    try {
      memory = GpuMemory.floats(context.gpu(), band.length);
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  private int size(int rows) {
    return Math.toIntExact(rows * rowSize);
  }

  @Override
  public long read(int first, int rows) {
    file.read(first * rowSize, band, 0, size(rows));
    transfers.write(band, size(rows), memory.address());
    return memory.address();
  }

  @Override
  public long room(int first, int rows) {
    return memory.address();
  }

  @Override
  public void write(int first, int rows, long source) {
    transfers.read(source, band, size(rows));
    file.write(first * rowSize, band, 0, size(rows));
  }

  @Override
  public void close() {
    memory.close();
    file.close();
  }
}
