package org.stylestream.service.cli.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Plane;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.service.cli.terminal.BadInputException;
import org.stylestream.service.picture.FrameWriter;
import org.stylestream.service.picture.GifWriter;
import org.stylestream.service.picture.OutputCheck;
import org.stylestream.service.picture.PictureException;
import org.stylestream.service.picture.PictureReader;
import org.stylestream.service.picture.PictureWriter;
import org.stylestream.service.picture.StackWriter;
import org.stylestream.service.picture.WriteOptions;

/**
 * Where the frames of a sequence go: a folder of PNG files, or a TIFF stack or a GIF that is made
 * of them at the end. A frame is there as soon as it is done, so that a sequence can be gone on
 * with.
 *
 * @param output the folder, stack or animation
 * @param folder of the frames; beside the output where that is a file
 */
public record SequenceFiles(Path output, Kind kind, Path folder) {
  /** What a sequence becomes. */
  private enum Kind {
    FOLDER,
    STACK,
    GIF
  }

  /**
   * Looks at a path.
   *
   * @throws BadInputException if it can't be written
   */
  public static SequenceFiles of(Path output) {
    return BadInputException.refusing(() -> checked(output));
  }

  private static SequenceFiles checked(Path output) throws IOException {
    String name = String.valueOf(output.getFileName()).toLowerCase(Locale.ROOT);
    if (name.matches(".*\\.(png|jpe?g|bmp|webp)")) {
      throw new BadInputException(
          "%s would be one picture; a sequence goes into a folder, a .tif or a .gif"
              .formatted(output));
    }
    if (!name.matches(".*\\.(tiff?|gif)")) {
      if (Files.isRegularFile(output)) {
        throw new BadInputException(
            "%s is a file; give a folder, or a name that ends in .tif or .gif".formatted(output));
      }
      OutputCheck.folder(output);
      return new SequenceFiles(output, Kind.FOLDER, output);
    }
    OutputCheck.file(output);
    return new SequenceFiles(
        output,
        name.endsWith(".gif") ? Kind.GIF : Kind.STACK,
        output.resolveSibling(output.getFileName() + ".frames"));
  }

  /** The file of a frame, from 0; their names count from 1. */
  Path frame(int frame) {
    return folder.resolve("frame_%04d.png".formatted(frame + 1));
  }

  /** Writes a frame. */
  void keep(Image image, Optional<Plane> alpha, int frame, String description)
      throws PictureException {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new PictureException(
          "the folder %s can't be made (%s); give another with -o"
              .formatted(folder, e.getMessage()),
          e);
    }
    PictureWriter.write(
        image, alpha, frame(frame), WriteOptions.DEFAULT.withDescription(description));
  }

  /** A frame that was written. */
  Image read(int frame) throws PictureException {
    return PictureReader.read(frame(frame)).image();
  }

  /** The files of the first frames. */
  List<Path> frames(int count) {
    return IntStream.range(0, count).mapToObj(this::frame).toList();
  }

  /** The files of frames behind the first ones in a folder that is kept, if there are any. */
  List<Path> later(int count) {
    if (kind != Kind.FOLDER) {
      return List.of();
    }
    return IntStream.iterate(count, i -> Files.exists(frame(i)), i -> i + 1)
        .mapToObj(this::frame)
        .toList();
  }

  /** Makes what was asked for of all frames; the files that stay. */
  List<Path> complete(int count, SizeRule.Size size, Duration delay, String description)
      throws PictureException {
    if (kind == Kind.FOLDER) {
      return frames(count);
    }
    try (FrameWriter writer =
        kind == Kind.GIF
            ? GifWriter.create(output, size.height(), size.width(), delay)
            : StackWriter.create(output, size.height(), size.width(), "frame", description)) {
      for (int i = 0; i < count; i++) {
        writer.write(read(i), i + 1);
      }
      writer.commit();
    }
    discard();
    return List.of(output);
  }

  private void discard() throws PictureException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new PictureException(
          "the frames in %s can't be removed: %s".formatted(folder, e.getMessage()), e);
    }
  }
}
