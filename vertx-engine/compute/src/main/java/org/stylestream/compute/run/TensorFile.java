package org.stylestream.compute.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.function.Supplier;
import org.stylestream.compute.tensor.SafetensorsReader;

/** Reads the tensors of a file one after the other into the same array. */
final class TensorFile {
  private final Path path;
  private final FileTime modified;
  private float[] values = {};

  private TensorFile(Path path, FileTime modified) {
    this.path = path;
    this.modified = modified;
  }

  /** A file as it is now. */
  static TensorFile of(Path path) throws IOException {
    return new TensorFile(path, Files.getLastModifiedTime(path));
  }

  /**
   * Where a tensor comes from.
   *
   * @throws UncheckedIOException when it is asked and the file can't be read, or is another by then
   */
  Supplier<float[]> source(String tensor) {
    return () -> {
      try {
        return read(tensor);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  private float[] read(String tensor) throws IOException {
    try (SafetensorsReader reader = SafetensorsReader.open(path)) {
      if (!Files.getLastModifiedTime(path).equals(modified)) {
        throw new IOException("%s has changed while it was read".formatted(path));
      }
      int length = reader.length(tensor);
      if (values.length != length) {
        values = new float[length];
      }
      reader.floats(tensor, values);
      return values;
    }
  }
}
