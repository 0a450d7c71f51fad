package org.stylestream.compute.network;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.ServiceLoader;

/** Reads a network from a file of any known format; the content decides, not the name. */
public final class WeightsFile {
  /** First bytes of every HDF5 file; https://docs.hdfgroup.org/hdf5/v1_14/_f_m_t3.html, II.A. */
  private static final byte[] HDF5_SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

  /** First bytes of every zip archive; APPNOTE.TXT 6.3.10, 4.3.7. */
  private static final byte[] ZIP_SIGNATURE = {'P', 'K', 3, 4};

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
      return readHdf5(path, name);
    }
    if (Arrays.equals(Arrays.copyOf(start, ZIP_SIGNATURE.length), ZIP_SIGNATURE)) {
      return otherReader()
          .orElseThrow(
              () ->
                  new NetworkFormatException(
                      "%s is a zip archive; Deeplearning4j's are read where ND4J is installed: call ./stylestream --with-nd4j … in a checkout, or take the distribution stylestream-nd4j"
                          .formatted(path)))
          .read(path, name);
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

  /** A whole model may name its layers as it likes: then their order tells what they are. */
  private static NetworkWeights readHdf5(Path path, String name) throws IOException {
    Optional<NetworkFileReader> other = otherReader();
    if (other.isPresent() && !KerasWeightsReader.namesLayers(path)) {
      return other.get().read(path, name);
    }
    return KerasWeightsReader.read(path, name);
  }

  private static Optional<NetworkFileReader> otherReader() {
    return ServiceLoader.load(NetworkFileReader.class, WeightsFile.class.getClassLoader())
        .findFirst();
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
