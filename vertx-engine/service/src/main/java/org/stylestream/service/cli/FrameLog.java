package org.stylestream.service.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Plane;
import org.stylestream.compute.image.Resampler;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.compute.run.Iteration;
import org.stylestream.service.picture.FrameFolder;
import org.stylestream.service.picture.FrameWriter;
import org.stylestream.service.picture.GifWriter;
import org.stylestream.service.picture.PictureException;
import org.stylestream.service.picture.PictureReader;
import org.stylestream.service.picture.StackWriter;
import org.stylestream.service.picture.WriteOptions;

/**
 * The iterations that are kept, each written as a PNG file when it is reached, so that a run that
 * was killed has them when it is resumed; stack and animation are made of these files at the end.
 */
final class FrameLog {
  private static final Duration GIF_DELAY = Duration.ofMillis(100);

  private final OutputOptions.Outputs outputs;
  private final SizeRule.Size size;
  private final String description;
  private final FrameFolder folder;

  /**
   * @param size that all frames get
   */
  FrameLog(
      OutputOptions.Outputs outputs,
      SizeRule.Size size,
      Optional<Plane> alpha,
      String description) {
    this.outputs = outputs;
    this.size = size;
    this.description = description;
    this.folder =
        new FrameFolder(
            outputs.framesFolder(),
            outputs.picture(),
            alpha,
            WriteOptions.DEFAULT.withDescription(description));
  }

  /** Keeps an iteration whose turn it is. */
  void keep(Iteration iteration) throws PictureException {
    if (isRegular(iteration.index())) {
      write(iteration.image().read(), iteration.index());
    }
  }

  /** Keeps the last iteration, whose turn it may not be. */
  void keepLast(Image image, int iteration) throws PictureException {
    if (outputs.keepEvery() > 0 && !isRegular(iteration)) {
      write(image, iteration);
    }
  }

  private boolean isRegular(int iteration) {
    return outputs.keepEvery() > 0 && iteration % outputs.keepEvery() == 0;
  }

  private void write(Image image, int iteration) throws PictureException {
    folder.write(Resampler.resize(image, size.height(), size.width()), iteration);
  }

  /**
   * Refuses to go on from {@code iteration} if a frame that was kept up to it is gone.
   *
   * @param iteration -1 where the run hasn't begun
   * @throws BadInputException that names the frame
   */
  void requireUpTo(int iteration) {
    for (int kept : regularUpTo(iteration)) {
      if (!Files.isRegularFile(file(kept))) {
        throw new BadInputException(
            "%s is missing: resume with the --keep-every, --frames, --gif and -o that the run was"
                    .formatted(file(kept))
                + " begun with, or without keeping iterations");
      }
    }
  }

  /** Makes stack and animation; the files that stay, in order. */
  List<Path> complete(int last) throws PictureException {
    List<Integer> kept = keptUpTo(last);
    if (outputs.stack().isPresent()) {
      try (FrameWriter stack =
          StackWriter.create(outputs.stack().get(), size.height(), size.width(), description)) {
        copy(kept, stack);
      }
    }
    if (outputs.gif().isPresent()) {
      try (FrameWriter gif =
          GifWriter.create(outputs.gif().get(), size.height(), size.width(), GIF_DELAY)) {
        copy(kept, gif);
      }
    }
    List<Path> files = new ArrayList<>();
    if (outputs.framesTemporary()) {
      discard();
    } else {
      kept.forEach(iteration -> files.add(file(iteration)));
    }
    outputs.stack().ifPresent(files::add);
    outputs.gif().ifPresent(files::add);
    return files;
  }

  private void copy(List<Integer> kept, FrameWriter target) throws PictureException {
    for (int iteration : kept) {
      target.write(PictureReader.read(file(iteration)).image(), iteration);
    }
    target.commit();
  }

  private List<Integer> keptUpTo(int last) {
    List<Integer> kept = new ArrayList<>(regularUpTo(last));
    if (outputs.keepEvery() > 0 && !isRegular(last)) {
      kept.add(last);
    }
    return kept;
  }

  private List<Integer> regularUpTo(int last) {
    return IntStream.rangeClosed(0, last).filter(this::isRegular).boxed().toList();
  }

  private Path file(int iteration) {
    return outputs.framesFolder().resolve(FrameFolder.name(outputs.picture(), iteration));
  }

  /** Removes the frames that were only kept for stack and animation, if there are any. */
  void discard() throws PictureException {
    if (!outputs.framesTemporary() || !Files.isDirectory(outputs.framesFolder())) {
      return;
    }
    try (var files = Files.list(outputs.framesFolder())) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(outputs.framesFolder());
    } catch (IOException e) {
      throw new PictureException(
          "the frames in %s can't be removed: %s".formatted(outputs.framesFolder(), e.getMessage()),
          e);
    }
  }
}
