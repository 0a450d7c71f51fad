package org.stylestream.service.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.stylestream.compute.image.Image;
import org.stylestream.service.picture.PictureException;
import org.stylestream.service.picture.PictureWriter;
import org.stylestream.service.picture.WriteOptions;

/** Pictures drawn by the tests. */
final class SamplePictures {
  private SamplePictures() {}

  /** Waves of colour; {@code phase} makes another picture. */
  static Image waves(int height, int width, double phase) {
    float[] pixels = new float[height * width * Image.CHANNELS];
    for (int i = 0; i < pixels.length; i++) {
      int channel = i % Image.CHANNELS;
      int x = i / Image.CHANNELS % width;
      int y = i / Image.CHANNELS / width;
      double wave =
          Math.sin(phase + 0.3 * x + 0.2 * channel * y) + Math.cos(0.1 * x * phase - 0.4 * y);
      pixels[i] = Math.round(127.5 + 60 * wave);
    }
    return new Image(height, width, pixels);
  }

  static Path write(Path file, Image image) throws PictureException {
    PictureWriter.write(image, Optional.empty(), file, WriteOptions.DEFAULT);
    return file;
  }
}
