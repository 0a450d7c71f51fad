package org.stylestream.compute.cpu;

import org.stylestream.compute.band.FloatFile;

/** A pooled map in a temporary file, with a band of it in memory. */
final class PooledFile implements PooledMap {
  private final Tensor band;
  private final FloatFile file = new FloatFile();

  /**
   * @param band room for as many rows as are read or written at once
   */
  PooledFile(Tensor band) {
    this.band = band;
  }

  @Override
  public Tensor read(int first, int rows) {
    Tensor target = room(first, rows);
    file.read(number(first), target.data(), target.start(), target.size());
    return target;
  }

  @Override
  public Tensor room(int first, int rows) {
    return band.rows(0, rows);
  }

  @Override
  public void write(int first, Tensor rows) {
    file.write(number(first), rows.data(), rows.start(), rows.size());
  }

  private long number(int row) {
    return (long) row * band.width() * band.stride();
  }

  @Override
  public void close() {
    file.close();
  }
}
