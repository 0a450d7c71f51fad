package org.stylestream.service.cli.option;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stylestream.compute.transfer.StyleImage;
import org.stylestream.service.cli.terminal.BadInputException;
import org.stylestream.service.picture.Picture;
import org.stylestream.service.picture.PictureReader;

/**
 * The pictures that a command is given.
 *
 * @param initial what to start from, where a file is named
 */
public record InputPictures(Picture content, List<StylePicture> styles, Optional<Picture> initial) {
  /**
   * Reads them.
   *
   * @param use how the styles are used
   * @throws BadInputException if one can't be used
   */
  public static InputPictures read(
      Path content, List<Path> styles, StyleOptions use, Optional<Path> initial) {
    Optional<Picture> start = initial.map(InputPictures::read);
    return new InputPictures(read(content), use.read(styles), start);
  }

  /** Reads a content picture and a style that is used whole, and otherwise as the other. */
  public static InputPictures read(Path content, Path style, Optional<Path> initial) {
    Optional<Picture> start = initial.map(InputPictures::read);
    return new InputPictures(read(content), List.of(StylePicture.whole(read(style))), start);
  }

  /**
   * Reads a picture.
   *
   * @throws BadInputException if it can't be used
   */
  public static Picture read(Path path) {
    return BadInputException.refusing(
        () -> {
          Picture picture = PictureReader.read(path);
          picture.requireUsable();
          return picture;
        });
  }

  /** Reads pictures, and otherwise as {@link #read(Path)}. */
  public static List<Picture> read(List<Path> paths) {
    return paths.stream().map(InputPictures::read).toList();
  }

  /**
   * One weight a style.
   *
   * @param blend as it was given; empty: all 1
   * @throws BadInputException if it has another number of weights
   */
  public static List<Double> weights(List<Path> styles, List<Double> blend) {
    if (!blend.isEmpty() && blend.size() != styles.size()) {
      throw new BadInputException(
          "--style-blend has %d weights, but the number of styles is %d; give one weight for each"
              .formatted(blend.size(), styles.size()));
    }
    return blend.isEmpty() ? styles.stream().map(style -> 1.0).toList() : blend;
  }

  /**
   * Reads a picture of any size.
   *
   * @throws BadInputException if it can't be read
   */
  static Picture readAny(Path path) {
    return BadInputException.refusing(() -> PictureReader.read(path));
  }

  /** The styles as the mathematics sees them. */
  public List<StyleImage> styleImages() {
    return styles.stream().map(StylePicture::image).toList();
  }

  /** What the user should know of these files. */
  public List<String> notes() {
    List<String> notes = new ArrayList<>(content.source().notes());
    styles.stream()
        .flatMap(StylePicture::pictures)
        .forEach(picture -> notes.addAll(picture.source().notes()));
    initial.ifPresent(start -> notes.addAll(start.source().notes()));
    return notes;
  }
}
