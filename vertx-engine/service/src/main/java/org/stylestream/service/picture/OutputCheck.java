package org.stylestream.service.picture;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds out before the work whether its result can be written. Nothing is created. */
public final class OutputCheck {
  private static final List<String> VIDEOS =
      List.of(".mp4", ".m4v", ".mov", ".avi", ".mkv", ".webm");

  private OutputCheck() {}

  /**
   * Checks that a picture can be written to {@code target}.
   *
   * @throws PictureException if its extension is unknown, it is a folder, or its folder is missing
   *     or not writable
   */
  public static void picture(Path target) throws PictureException {
    file(target);
    PictureFormat.of(target);
  }

  /**
   * Checks that a file with one of these extensions can be written to {@code target}.
   *
   * @param extensions in lower case, with their dot
   * @throws PictureException if it has another extension, it is a folder, or its folder is missing
   *     or not writable
   */
  public static void file(Path target, List<String> extensions) throws PictureException {
    if (!extensions.contains(PictureFormat.extension(target))) {
      throw new PictureException(
          "%s has the wrong extension; end its name in %s"
              .formatted(target, String.join(" or ", extensions)));
    }
    file(target);
  }

  /**
   * Checks that files can be written into {@code folder}, which may be missing if the one above it
   * is there.
   *
   * @throws PictureException if they can't, or a video seems to be wanted
   */
  public static void folder(Path folder) throws PictureException {
    if (Files.exists(folder)) {
      writable(folder);
      return;
    }
    String extension = PictureFormat.extension(folder);
    if (VIDEOS.contains(extension)) {
      throw new PictureException(
          "%s would be a folder of pictures, as videos aren't written; name it without %s"
              .formatted(folder, extension));
    }
    writable(parent(folder));
  }

  /**
   * Checks that a file can be written to {@code target}.
   *
   * @throws PictureException if it is a folder, or its folder is missing or not writable
   */
  public static void file(Path target) throws PictureException {
    if (Files.isDirectory(target)) {
      throw new PictureException("%s is a folder; give the path of a file".formatted(target));
    }
    writable(parent(target));
  }

  private static Path parent(Path path) {
    Path parent = path.toAbsolutePath().getParent();
    return parent == null ? path.toAbsolutePath() : parent;
  }

  private static void writable(Path folder) throws PictureException {
    if (!Files.exists(folder)) {
      throw new PictureException(
          "there is no folder %s to write into; create it or give another".formatted(folder));
    }
    if (!Files.isDirectory(folder)) {
      throw new PictureException(
          "%s is a file, so nothing can be written into it; give a folder".formatted(folder));
    }
    if (!Files.isWritable(folder)) {
      throw new PictureException(
          "the folder %s may not be written into; allow it or give another".formatted(folder));
    }
  }
}
