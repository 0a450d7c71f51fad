package org.stylestream.compute.network;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads a network from a file of any known format; the content decides, not the name. */
public final class WeightsFile {
  /** First bytes of every HDF5 file; https://docs.hdfgroup.org/hdf5/v1_14/_f_m_t3.html, II.A. */
  private static final byte[] HDF5_SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

  private WeightsFile() {}

  /**
   * Reads a network.
   *
   * @param name what it shall be called, where the file doesn't say
   * @throws NetworkFormatException if the file is missing, can't be read or holds no usable network
   */
  public static NetworkWeights read(Path path, String name) throws IOException {
    byte[] start = start(path);
    if (Arrays.equals(start, HDF5_SIGNATURE)) {
      return KerasWeightsReader.read(path, name);
    }
    // The length of the header comes first, in eight bytes; a sane one leaves the upper ones zero.
    if (start.length == HDF5_SIGNATURE.length && start[6] == 0 && start[7] == 0) {
      return SafetensorsWeightsReader.read(path, name);
    }
    throw new NetworkFormatException(
        path
            + " is neither HDF5 nor safetensors; "
            + "give VGG19's weights as Keras .h5 or .safetensors");
  }

  private static byte[] start(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new NetworkFormatException(
          "there is no file %s; give the path of a Keras .h5 or a .safetensors file"
              .formatted(path));
    }
    if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
      throw new NetworkFormatException(
          "%s is no readable file; give the path of a Keras .h5 or a .safetensors file"
              .formatted(path));
    }
    try (InputStream input = Files.newInputStream(path)) {
      return input.readNBytes(HDF5_SIGNATURE.length);
    }
  }
}
