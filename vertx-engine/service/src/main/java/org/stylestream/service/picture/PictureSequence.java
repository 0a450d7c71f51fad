package org.stylestream.service.picture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Frames in their order, all of one size: the pictures of a folder, the pages of a TIFF, or an
 * animated GIF.
 */
public sealed interface PictureSequence permits FileSequence, AnimationSequence {
  /** How long a frame stays where nothing says it. */
  Duration USUAL_DELAY = Duration.ofMillis(100);

  /**
   * Opens a sequence.
   *
   * @param path a folder of pictures, in the natural order of their names, or a file
   * @throws PictureException if there are fewer than two frames, one can't be read, or their sizes
   *     differ
   */
  static PictureSequence open(Path path) throws PictureException {
    PictureSequence sequence = opened(path);
    if (sequence.frames() < 2) {
      throw new PictureException(
          "%s holds %s; a sequence is a folder of at least two pictures, a TIFF of several pages, or"
                  .formatted(path, sequence.frames() == 0 ? "no picture" : "one picture")
              + " an animated GIF");
    }
    return sequence;
  }

  private static PictureSequence opened(Path path) throws PictureException {
    if (Files.isDirectory(path)) {
      return FileSequence.of(
          pictures(path).stream().map(file -> new FileSequence.Frame(file, 0)).toList());
    }
    int pages = PictureReader.pages(path);
    return PictureReader.kindOf(path) == FileKind.GIF
        ? AnimationSequence.open(path, pages)
        : FileSequence.of(
            IntStream.range(0, pages)
                .mapToObj(page -> new FileSequence.Frame(path, page))
                .toList());
  }

  private static List<Path> pictures(Path folder) throws PictureException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> Files.isRegularFile(file) && isPicture(file.getFileName().toString()))
          .sorted(
              (a, b) ->
                  new NaturalOrder()
                      .compare(a.getFileName().toString(), b.getFileName().toString()))
          .toList();
    } catch (IOException e) {
      throw new PictureException(
          "the folder %s can't be read (%s); give one that can".formatted(folder, e.getMessage()),
          e);
    }
  }

  private static boolean isPicture(String name) {
    return !name.startsWith(".")
        && name.toLowerCase(Locale.ROOT).matches(".*\\.(png|jpe?g|tiff?|gif|bmp|webp)");
  }

  /** How many there are, at least two. */
  int frames();

  /**
   * Reads a frame.
   *
   * @param frame from 0
   */
  Picture read(int frame) throws PictureException;

  /** How long a frame stays. */
  Duration delay();
}
