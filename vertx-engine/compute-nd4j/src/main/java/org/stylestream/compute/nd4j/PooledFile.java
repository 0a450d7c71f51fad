package org.stylestream.compute.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.stylestream.compute.band.FloatFile;

/** A pooled map in a temporary file, with a band of it in native memory. */
final class PooledFile implements PooledMap {
  private final MapRows band;
  private final FloatFile file = new FloatFile();

  /**
   * @param band room for as many rows as are read or written at once; belongs to the caller
   */
  PooledFile(MapRows band) {
    this.band = band;
  }

  @Override
  public MapRows place(int first, int rows) {
    return band.part(0, rows);
  }

  @Override
  public void load(int first, int rows) {
    MapRows place = place(first, rows);
    float[] values = new float[place.length()];
    file.read(first * place.rowLength(), values, 0, values.length);
    try (INDArray read = Nd4j.createFromArray(values)) {
      place.flat().assign(read);
    }
  }

  @Override
  public void store(int first, int rows) {
    MapRows place = place(first, rows);
    file.write(first * place.rowLength(), place.flat().toFloatVector(), 0, place.length());
  }

  @Override
  public void close() {
    file.close();
  }
}
