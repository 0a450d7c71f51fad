package org.stylestream.compute.optimizer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.Vector;

/** Vectors of one length that are closed together. */
final class VectorGroup implements AutoCloseable {
  private final Device device;
  private final int length;
  private final List<Vector> vectors = new ArrayList<>();
  private float[] host = {};

  VectorGroup(Device device, int length) {
    this.device = device;
    this.length = length;
  }

  /** A vector of zeros; if it can't be had, those made before are closed. */
  Vector add() {
    try {
      Vector vector = device.vector(length);
      vectors.add(vector);
      return vector;
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  int length() {
    return length;
  }

  /**
   * Where a vector's values come from: all into the same array, one vector after the other.
   *
   * @throws IllegalStateException when it is asked after the vectors were closed
   */
  Supplier<float[]> source(Vector vector) {
    return () -> {
      if (vectors.isEmpty()) {
        throw new IllegalStateException(
            "the state of an optimiser must be read before it is closed");
      }
      if (host.length != length) {
        host = new float[length];
      }
      vector.read(host);
      return host;
    };
  }

  void write(String name, OptimizerState state, Vector vector) {
    float[] values = state.tensor(name);
    if (values.length != length) {
      throw new IllegalArgumentException(
          "the state of %s has %d values of %s; it must have %d"
              .formatted(state.optimizer(), values.length, name, length));
    }
    vector.write(values);
  }

  @Override
  public void close() {
    vectors.forEach(Vector::close);
    vectors.clear();
  }
}
