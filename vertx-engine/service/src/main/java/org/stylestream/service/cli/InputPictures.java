package org.stylestream.service.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stylestream.compute.transfer.StyleImage;
import org.stylestream.service.picture.Picture;
import org.stylestream.service.picture.PictureException;
import org.stylestream.service.picture.PictureReader;

/**
 * The pictures that a command is given.
 *
 * @param initial what to start from, where a file is named
 */
record InputPictures(
    Picture content, List<Picture> styles, List<Double> blend, Optional<Picture> initial) {
  /**
   * Reads them.
   *
   * @param blend weights of the styles; empty: all 1
   * @throws BadInputException if one can't be used
   */
  static InputPictures read(
      Path content, List<Path> styles, List<Double> blend, Optional<Path> initial) {
    if (!blend.isEmpty() && blend.size() != styles.size()) {
      throw new BadInputException(
          "--style-blend has %d weights, but the number of styles is %d; give one weight for each"
              .formatted(blend.size(), styles.size()));
    }
    return BadInputException.refusing(
        () -> {
          List<Picture> read = new ArrayList<>();
          for (Path style : styles) {
            read.add(read(style));
          }
          List<Double> weights = blend.isEmpty() ? read.stream().map(style -> 1.0).toList() : blend;
          Optional<Picture> start =
              initial.isPresent() ? Optional.of(read(initial.get())) : Optional.empty();
          return new InputPictures(read(content), read, weights, start);
        });
  }

  private static Picture read(Path path) throws PictureException {
    Picture picture = PictureReader.read(path);
    picture.requireUsable();
    return picture;
  }

  /** The styles with their weights. */
  List<StyleImage> weightedStyles() {
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
  List<String> notes() {
    List<String> notes = new ArrayList<>(content.source().notes());
    styles.forEach(style -> notes.addAll(style.source().notes()));
    initial.ifPresent(start -> notes.addAll(start.source().notes()));
    return notes;
  }
}
