package org.stylestream.service.picture;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** The JDK's own decoders, as a second opinion. */
final class JdkReader {
  private JdkReader() {}

  static BufferedImage read(Path file, int page) throws IOException {
    return (BufferedImage) readAll(file).get(page).getRenderedImage();
  }

  static List<IIOImage> readAll(Path file) throws IOException {
    try (ImageInputStream input = ImageIO.createImageInputStream(file.toFile())) {
      ImageReader reader = reader(input);
      reader.setInput(input);
      List<IIOImage> pages = new ArrayList<>();
      for (int page = 0; page < reader.getNumImages(true); page++) {
        pages.add(reader.readAll(page, null));
      }
      reader.dispose();
      return pages;
    }
  }

  private static ImageReader reader(ImageInputStream input) {
    Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (reader.getClass().getName().startsWith("com.sun.imageio")) {
        return reader;
      }
    }
    throw new IllegalStateException("the JDK doesn't read this");
  }
}
