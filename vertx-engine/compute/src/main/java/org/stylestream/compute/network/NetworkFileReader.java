package org.stylestream.compute.network;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Reads networks from files of another program; registered with {@link java.util.ServiceLoader}.
 */
public interface NetworkFileReader {
  /**
   * Reads a network.
   *
   * @param path a zip archive, or an HDF5 file without layers of VGG-19's names
   * @param name what it shall be called
   * @throws NetworkFormatException if it holds no usable network
   */
  NetworkWeights read(Path path, String name) throws IOException;
}
