package org.stylestream.compute.cpu;

/** A pooled map in memory. */
final class PooledArray implements PooledMap {
  private final Tensor map;

  PooledArray(Tensor map) {
    this.map = map;
  }

  @Override
  public Tensor read(int first, int rows) {
    return map.rows(first, rows);
  }

  @Override
  public Tensor room(int first, int rows) {
    return map.rows(first, rows);
  }

  @Override
  public void write(int first, Tensor rows) {
    if (rows.data() != map.data()) {
      System.arraycopy(rows.data(), rows.start(), map.data(), map.offset(first, 0), rows.size());
    }
  }

  @Override
  public void close() {}
}
