package org.stylestream.service.picture;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A format in which pictures are written, chosen by the file's extension. */
public enum PictureFormat {
  PNG(List.of(".png")),
  JPEG(List.of(".jpg", ".jpeg")),
  TIFF(List.of(".tif", ".tiff"));

  private final List<String> extensions;

  PictureFormat(List<String> extensions) {
    this.extensions = extensions;
  }

  /**
   * The format that a file's extension asks for, whatever its case.
   *
   * @throws PictureException if it asks for none
   */
  public static PictureFormat of(Path path) throws PictureException {
    return Arrays.stream(values())
        .filter(format -> format.extensions.contains(extension(path)))
        .findFirst()
        .orElseThrow(
            () ->
                new PictureException(
                    "%s can't be written as a picture; end its name in .png, .jpg or .tif"
                        .formatted(path)));
  }

  /** From the last dot on, in lower case; empty without one. */
  static String extension(Path path) {
    String name = String.valueOf(path.getFileName());
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot).toLowerCase(Locale.ROOT);
  }
}
