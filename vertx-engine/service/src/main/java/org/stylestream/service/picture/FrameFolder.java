package org.stylestream.service.picture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Plane;
import org.stylestream.compute.image.Resampler;

/** A folder of PNG files, each complete as soon as it is written. */
public final class FrameFolder implements FrameWriter {
  private final Path folder;
  private final Path output;
  private final Optional<Plane> alpha;
  private final WriteOptions options;

  /**
   * Writes into {@code folder}, which is made with the first frame if need be.
   *
   * @param output the picture that the run makes; frames are named after it
   * @param alpha for frames of its size; others get it at their size
   */
  public FrameFolder(Path folder, Path output, Optional<Plane> alpha, WriteOptions options) {
    this.folder = folder;
    this.output = output;
    this.alpha = alpha;
    this.options = options;
  }

  /** The name of a frame: {@code OUT_at_iteration_0010.png} for iteration 10 of {@code OUT.jpg}. */
  public static String name(Path output, int iteration) {
    String name = String.valueOf(output.getFileName());
    int dot = name.lastIndexOf('.');
    return "%s_at_iteration_%04d.png".formatted(dot > 0 ? name.substring(0, dot) : name, iteration);
  }

  @Override
  public void write(Image frame, int iteration) throws PictureException {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new PictureException(
          "the folder %s can't be made (%s); give another".formatted(folder, e.getMessage()), e);
    }
    PictureWriter.write(
        frame,
        alpha.map(plane -> Resampler.resize(plane, frame.height(), frame.width())),
        folder.resolve(name(output, iteration)),
        options);
  }

  @Override
  public void commit() {}

  @Override
  public void close() {}
}
