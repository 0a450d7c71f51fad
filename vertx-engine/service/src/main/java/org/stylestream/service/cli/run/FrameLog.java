package org.stylestream.service.cli.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Plane;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.service.cli.option.OutputOptions;
import org.stylestream.service.cli.terminal.BadInputException;
import org.stylestream.service.picture.FrameFolder;
import org.stylestream.service.picture.FrameNames;
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
public final class FrameLog {
  private static final Duration GIF_DELAY = Duration.ofMillis(100);

  private final OutputOptions.Outputs outputs;
  private final FrameNames names;
  private final SizeRule.Size size;
  private final String description;
  private final FrameFolder folder;
  private final SortedSet<Integer> kept = new TreeSet<>();

  /**
   * @param names what frames are called
   * @param size that all frames get
   */
  FrameLog(
      OutputOptions.Outputs outputs,
      FrameNames names,
      SizeRule.Size size,
      Optional<Plane> alpha,
      String description) {
    this.outputs = outputs;
    this.names = names;
    this.size = size;
    this.description = description;
    this.folder =
        new FrameFolder(
            outputs.framesFolder(),
            outputs.picture(),
            names,
            alpha,
            WriteOptions.DEFAULT.withDescription(description));
  }

  /** Keeps an iteration. */
  void keep(Image image, int iteration) throws PictureException {
    folder.write(image, iteration);
    kept.add(iteration);
  }

  /**
   * Takes the frames that were kept before a run is resumed.
   *
   * @param outputs of the run
   * @param iteration that it goes on from; -1 where it hasn't begun
   * @throws BadInputException that names the frame that is gone, if one is
   */
  public static void requireUpTo(OutputOptions.Outputs outputs, int iteration) {
    for (int earlier : regularUpTo(outputs, iteration)) {
      Path file = file(outputs, FrameNames.ITERATIONS, earlier);
      if (!Files.isRegularFile(file)) {
        throw new BadInputException(
            "%s is missing: resume with the --keep-every, --frames, --gif and -o that the run was"
                    .formatted(file)
                + " begun with, or without keeping iterations");
      }
    }
  }

  /** Counts in the frames that were kept up to {@code iteration}, before the run was resumed. */
  void goOnFrom(int iteration) {
    kept.addAll(regularUpTo(outputs, iteration));
  }

  /** Makes stack and animation; the files that stay, in order. */
  List<Path> complete() throws PictureException {
    if (outputs.stack().isPresent()) {
      try (FrameWriter stack =
          StackWriter.create(
              outputs.stack().get(), size.height(), size.width(), names.unit(), description)) {
        copy(stack);
      }
    }
    if (outputs.gif().isPresent()) {
      try (FrameWriter gif =
          GifWriter.create(outputs.gif().get(), size.height(), size.width(), GIF_DELAY)) {
        copy(gif);
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

  private void copy(FrameWriter target) throws PictureException {
    for (int iteration : kept) {
      target.write(PictureReader.read(file(iteration)).image(), names.number(iteration));
    }
    target.commit();
  }

  private static List<Integer> regularUpTo(OutputOptions.Outputs outputs, int last) {
    int every = outputs.keepEvery();
    return IntStream.rangeClosed(0, last)
        .filter(iteration -> every > 0 && iteration % every == 0)
        .boxed()
        .toList();
  }

  private Path file(int iteration) {
    return file(outputs, names, iteration);
  }

  private static Path file(OutputOptions.Outputs outputs, FrameNames names, int iteration) {
    return outputs.framesFolder().resolve(names.file(outputs.picture(), iteration));
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
