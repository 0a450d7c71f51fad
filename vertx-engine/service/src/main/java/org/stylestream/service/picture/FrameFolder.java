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
  private final FrameNames names;
  private final Optional<Plane> alpha;
  private final WriteOptions options;

  /**
   * Writes into {@code folder}, which is made with the first frame if need be.
   *
   * @param output the picture that the run makes; frames are named after it
   * @param names what they are called
   * @param alpha for frames of its size; others get it at their size
   */
  public FrameFolder(
      Path folder, Path output, FrameNames names, Optional<Plane> alpha, WriteOptions options) {
    this.names = names;
    this.folder = folder;
    this.output = output;
    this.alpha = alpha;
    this.options = options;
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
        folder.resolve(names.file(output, iteration)),
        options);
  }

  @Override
  public void commit() {}

  @Override
  public void close() {}
}
