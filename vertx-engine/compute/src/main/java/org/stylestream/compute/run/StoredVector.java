package org.stylestream.compute.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.stylestream.compute.optimizer.SavedVector;
import org.stylestream.compute.tensor.SafetensorsException;
import org.stylestream.compute.tensor.SafetensorsReader;
import org.stylestream.compute.tensor.TensorInfo;

/** A vector in a checkpoint's file, which must stay as it is until the vector was asked for. */
record StoredVector(Path file, String tensor, int length) implements SavedVector {
  /**
   * @throws SafetensorsException if it is too large for an array
   */
  StoredVector(Path file, TensorInfo info) throws SafetensorsException {
    this(file, info.name(), length(file, info));
  }

  private static int length(Path file, TensorInfo info) throws SafetensorsException {
    if (info.elements() > Integer.MAX_VALUE - 8) {
      throw new SafetensorsException(
          "%s: tensor %s has %d elements; at most %d can be read"
              .formatted(file, info.name(), info.elements(), Integer.MAX_VALUE - 8));
    }
    return (int) info.elements();
  }

  @Override
  public float[] values() {
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      return reader.floats(tensor);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The checkpoint %s can't be read: %s".formatted(file, e.getMessage()), e);
    }
  }
}
