package org.stylestream.compute.network;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The start of an HDF5 file, which says how long the whole file is: jHDF reads garbage where the
 * end of a dataset is missing.
 *
 * @see <a href="https://docs.hdfgroup.org/hdf5/v1_14/_f_m_t3.html">the format</a>, II.A
 */
final class Hdf5Superblock {
  private static final int BYTES = 56;
  private static final int VERSION = 8;

  private Hdf5Superblock() {}

  /**
   * Checks that a file is as long as it says.
   *
   * @throws NetworkFormatException if it is shorter
   */
  static void checkLength(Path path) throws IOException {
    long size = Files.size(path);
    long end = endOfFile(path);
    if (size < end) {
      throw new NetworkFormatException(
          "%s is truncated: it has %d bytes of %d; get the file again".formatted(path, size, end));
    }
  }

  private static long endOfFile(Path path) throws IOException {
    byte[] start;
    try (InputStream input = Files.newInputStream(path)) {
      start = input.readNBytes(BYTES);
    }
    if (start.length < BYTES) {
      return BYTES;
    }
    // The position of the end-of-file address, for addresses of eight bytes.
    int at =
        switch (start[VERSION]) {
          case 0 -> 40;
          case 1 -> 44;
          default -> 28;
        };
    return ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong(at);
  }
}
