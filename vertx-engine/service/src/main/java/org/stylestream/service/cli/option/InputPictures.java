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
public record InputPictures(
    Picture content, List<Picture> styles, List<Double> blend, Optional<Picture> initial) {
  /**
   * Reads them.
   *
   * @param blend weights of the styles; empty: all 1
   * @throws BadInputException if one can't be used
   */
  public static InputPictures read(
      Path content, List<Path> styles, List<Double> blend, Optional<Path> initial) {
    List<Double> weights = weights(styles, blend);
    Optional<Picture> start = initial.map(InputPictures::read);
    return new InputPictures(read(content), read(styles), weights, start);
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

  /** The styles with their weights. */
  public List<StyleImage> weightedStyles() {
    return BadInputException.refusing(
        () -> {
          List<StyleImage> weighted = new ArrayList<>();
          for (int i = 0; i < styles.size(); i++) {
            weighted.add(new StyleImage(styles.get(i).image(), blend.get(i)));
          }
          return weighted;
        });
  }

  /** What the user should know of these files. */
  public List<String> notes() {
    List<String> notes = new ArrayList<>(content.source().notes());
    styles.forEach(style -> notes.addAll(style.source().notes()));
    initial.ifPresent(start -> notes.addAll(start.source().notes()));
    return notes;
  }
}
