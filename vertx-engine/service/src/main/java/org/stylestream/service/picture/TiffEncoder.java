package org.stylestream.service.picture;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.stream.ImageOutputStream;

/**
 * Writes one picture as a deflated TIFF (TIFF 6.0 and Adobe's Photoshop TIFF Technical Notes,
 * 2002): RGB or RGBA with straight alpha, 8 or 16 bits a channel, in strips.
 */
final class TiffEncoder {
  static final int HEADER_BYTES = 8;

  private static final int STRIP_BYTES = 1 << 16;
  private static final int DEFLATE = 8;
  private static final int STRAIGHT_ALPHA = 2;

  private final Raster raster;
  private final boolean wide;
  private final int rowsPerStrip;
  private final long[] offsets;
  private final long[] counts;

  private TiffEncoder(Raster raster) {
    this.raster = raster;
    wide = raster.getSampleModel().getSampleSize(0) > 8;
    rowsPerStrip = Math.max(1, STRIP_BYTES / rowBytes());
    int strips = (raster.getHeight() + rowsPerStrip - 1) / rowsPerStrip;
    offsets = new long[strips];
    counts = new long[strips];
  }

  /**
   * Writes {@code picture} from the stream's beginning on.
   *
   * @param description may be empty
   */
  static void encode(BufferedImage picture, String description, ImageOutputStream output)
      throws IOException {
    var encoder = new TiffEncoder(picture.getRaster());
    output.write(new byte[HEADER_BYTES]);
    encoder.writeStrips(output);
    long end = output.getStreamPosition();
    long directory = end + end % 2;
    output.seek(directory);
    output.write(encoder.directory(description).encode(directory, true));
    writeHeader(directory, output);
  }

  /** Writes the header of a big-endian TIFF whose first directory lies at {@code directory}. */
  static void writeHeader(long directory, ImageOutputStream output) throws IOException {
    output.seek(0);
    output.write(new byte[] {'M', 'M', 0, 42});
    output.writeInt((int) directory);
  }

  private void writeStrips(ImageOutputStream output) throws IOException {
    for (int strip = 0; strip < offsets.length; strip++) {
      byte[] deflated = deflatedStrip(strip * rowsPerStrip);
      offsets[strip] = output.getStreamPosition();
      counts[strip] = deflated.length;
      output.write(deflated);
    }
  }

  private byte[] deflatedStrip(int firstRow) throws IOException {
    var bytes = new ByteArrayOutputStream();
    int rows = Math.min(rowsPerStrip, raster.getHeight() - firstRow);
    try (var deflater = new DeflaterOutputStream(bytes)) {
      for (int row = firstRow; row < firstRow + rows; row++) {
        deflater.write(row(row));
      }
    }
    return bytes.toByteArray();
  }

  private byte[] row(int row) {
    ByteBuffer bytes = ByteBuffer.allocate(rowBytes());
    for (int sample : raster.getPixels(0, row, raster.getWidth(), 1, (int[]) null)) {
      if (wide) {
        bytes.putShort((short) sample);
      } else {
        bytes.put((byte) sample);
      }
    }
    return bytes.array();
  }

  private int rowBytes() {
    return raster.getWidth() * raster.getNumBands() * (wide ? 2 : 1);
  }

  private TiffDirectory directory(String description) {
    int channels = raster.getNumBands();
    int[] bits = raster.getSampleModel().getSampleSize();
    TiffDirectory directory =
        TiffDirectory.rgb(raster.getHeight(), raster.getWidth(), bits)
            .shorts(TiffDirectory.COMPRESSION, DEFLATE)
            .longs(TiffDirectory.ROWS_PER_STRIP, rowsPerStrip)
            .longs(TiffDirectory.STRIP_OFFSETS, offsets)
            .longs(TiffDirectory.STRIP_BYTE_COUNTS, counts);
    if (channels > 3) {
      directory.shorts(TiffDirectory.EXTRA_SAMPLES, STRAIGHT_ALPHA);
    }
    if (!description.isEmpty()) {
      directory.text(TiffDirectory.IMAGE_DESCRIPTION, description);
    }
    return directory;
  }
}
