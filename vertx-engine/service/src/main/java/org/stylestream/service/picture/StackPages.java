package org.stylestream.service.picture;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.imageio.stream.ImageOutputStream;

/**
 * The pages of a TIFF that ImageJ opens as a stack with labelled slices, uncompressed.
 *
 * <p>Their pixels lie one behind the other from byte 8 on, as ImageJ wants them; the directories
 * follow when the number of pages is known.
 */
final class StackPages implements Closeable {
  private static final long MAXIMAL_BYTES = 0xffff_0000L;

  private static final int UNCOMPRESSED = 1;

  // Private tags and block types of ImageJ (ij.io.TiffDecoder).
  private static final int IMAGEJ_COUNTS = 50838;
  private static final int IMAGEJ_METADATA = 50839;
  private static final int IMAGEJ_MAGIC = 0x494a494a;
  private static final int IMAGEJ_INFO = 0x696e666f;
  private static final int IMAGEJ_LABELS = 0x6c61626c;

  private final Path target;
  private final long pageBytes;
  private final Supplier<TiffDirectory> pixels;
  private final String description;
  private final AtomicFile output;
  private final List<String> labels = new ArrayList<>();

  private StackPages(
      Path target,
      long pageBytes,
      Supplier<TiffDirectory> pixels,
      String description,
      AtomicFile output) {
    this.target = target;
    this.pageBytes = pageBytes;
    this.pixels = pixels;
    this.description = description;
    this.output = output;
  }

  /**
   * Begins a stack.
   *
   * @param pageBytes of every page
   * @param pixels makes what a page's directory says of its pixels
   * @param description what ImageJ shows as the image's info; may be empty
   */
  static StackPages create(
      Path target, long pageBytes, Supplier<TiffDirectory> pixels, String description)
      throws PictureException {
    AtomicFile output = AtomicFile.create(target);
    try {
      output.stream().write(new byte[TiffEncoder.HEADER_BYTES]);
      return new StackPages(target, pageBytes, pixels, description, output);
    } catch (IOException e) {
      output.close();
      throw AtomicFile.failure(target, e);
    }
  }

  /**
   * Adds a page.
   *
   * @param bytes made where there is room for them
   */
  void add(Supplier<byte[]> bytes, String label) throws PictureException {
    if (pixelBytes(labels.size() + 1L) > MAXIMAL_BYTES) {
      throw new PictureException(
          "%s would grow beyond the 4 GB that a TIFF can hold; keep fewer or smaller frames"
              .formatted(target));
    }
    try {
      output.stream().write(bytes.get());
      labels.add(label);
    } catch (IOException e) {
      throw AtomicFile.failure(target, e);
    }
  }

  /**
   * Completes the file; without pages, there is none. Then comes only {@link #close}.
   *
   * @param display lines for ImageJ on how to show the stack
   */
  void commit(String display) throws PictureException {
    if (labels.isEmpty()) {
      return;
    }
    try {
      writeDirectories(output.stream(), display);
      output.commit();
    } catch (IOException e) {
      throw AtomicFile.failure(target, e);
    }
  }

  @Override
  public void close() throws PictureException {
    output.close();
  }

  private void writeDirectories(ImageOutputStream file, String display) throws IOException {
    long start = TiffEncoder.HEADER_BYTES + pixelBytes(labels.size());
    long offset = start + start % 2;
    file.seek(offset);
    long next = offset;
    for (int page = 0; page < labels.size(); page++) {
      byte[] encoded = directory(page, display).encode(next, page == labels.size() - 1);
      file.write(encoded);
      next += encoded.length;
    }
    TiffEncoder.writeHeader(offset, file);
  }

  private TiffDirectory directory(int page, String display) {
    TiffDirectory directory =
        pixels
            .get()
            .shorts(TiffDirectory.COMPRESSION, UNCOMPRESSED)
            .longs(TiffDirectory.STRIP_OFFSETS, TiffEncoder.HEADER_BYTES + pixelBytes(page))
            .longs(TiffDirectory.STRIP_BYTE_COUNTS, pixelBytes(1));
    return page == 0 ? addImageJ(directory, display) : directory;
  }

  private TiffDirectory addImageJ(TiffDirectory directory, String display) {
    int pages = labels.size();
    List<byte[]> labelTexts = labels.stream().map(StackPages::utf16).toList();
    byte[] info = utf16(description);
    int length = 20 + info.length + labelTexts.stream().mapToInt(text -> text.length).sum();
    ByteBuffer metadata =
        ByteBuffer.allocate(length)
            .putInt(IMAGEJ_MAGIC)
            .putInt(IMAGEJ_INFO)
            .putInt(1)
            .putInt(IMAGEJ_LABELS)
            .putInt(pages)
            .put(info);
    labelTexts.forEach(metadata::put);
    var counts = new long[2 + pages];
    counts[0] = 20;
    counts[1] = info.length;
    for (int page = 0; page < pages; page++) {
      counts[2 + page] = labelTexts.get(page).length;
    }
    return directory
        .text(
            TiffDirectory.IMAGE_DESCRIPTION,
            "ImageJ=1.54p\nimages=%d\nslices=%d\nloop=false\n%s".formatted(pages, pages, display))
        .longs(IMAGEJ_COUNTS, counts)
        .bytes(IMAGEJ_METADATA, metadata.array());
  }

  private long pixelBytes(long pages) {
    return pages * pageBytes;
  }

  private static byte[] utf16(String text) {
    return text.getBytes(StandardCharsets.UTF_16BE);
  }
}
