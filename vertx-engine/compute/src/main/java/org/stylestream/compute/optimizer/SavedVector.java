package org.stylestream.compute.optimizer;

/**
 * A vector of a state, wherever it is until it is asked for: on a device, in a file, in memory. The
 * vectors of a large image don't fit into memory a second time.
 */
public interface SavedVector {
  /** Number of elements. */
  int length();

  /** A copy of the elements. */
  float[] values();

  /** One in memory. */
  static SavedVector of(float[] values) {
    return new SavedVector() {
      @Override
      public int length() {
        return values.length;
      }

      @Override
      public float[] values() {
        return values.clone();
      }
    };
  }
}
