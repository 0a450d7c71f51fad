package org.stylestream.compute.nd4j;

/**
 * A pooled map in native memory.
 *
 * @param map all of its rows; belongs to the caller
 */
record PooledMemory(MapRows map) implements PooledMap {
  @Override
  public MapRows place(int first, int rows) {
    return map.part(first, rows);
  }

  @Override
  public void load(int first, int rows) {}

  @Override
  public void store(int first, int rows) {}

  @Override
  public void close() {}
}
