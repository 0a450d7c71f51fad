package org.stylestream.service.picture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.stylestream.compute.image.Image;

/** What the files among the test resources show, and pictures made on the spot. */
final class Fixtures {
  static final int WIDTH = 13;
  static final int HEIGHT = 9;

  private Fixtures() {}

  /** A sample of the 16-bit files. */
  static int sample16(int y, int x, int channel) {
    return (x * 5003 + y * 3001 + channel * 20011) % 65536;
  }

  /** A sample of the 8-bit files. */
  static int sample8(int y, int x, int channel) {
    return (x * 19 + y * 11 + channel * 77) % 256;
  }

  /** A sample of the smooth files, 24×32. */
  static int smooth(int y, int x, int channel) {
    return switch (channel) {
      case 0 -> 40 + 5 * x;
      case 1 -> 60 + 6 * y;
      default -> 200 - 2 * x - 2 * y;
    };
  }

  interface Samples {
    double at(int y, int x, int channel);
  }

  static Image image(int height, int width, Samples samples) {
    var pixels = new float[height * width * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) samples.at(i / 3 / width, i / 3 % width, i % 3);
    }
    return new Image(height, width, pixels);
  }

  /** Copies a test resource into {@code folder}. */
  static Path resource(String name, Path folder) {
    try (InputStream input = Fixtures.class.getResourceAsStream(name)) {
      Path file = folder.resolve(name);
      Files.write(file, input.readAllBytes());
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
