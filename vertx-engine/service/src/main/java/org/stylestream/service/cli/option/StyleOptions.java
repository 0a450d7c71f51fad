package org.stylestream.service.cli.option;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stylestream.service.cli.terminal.BadInputException;
import org.stylestream.service.cli.terminal.DistinctPaths;
import org.stylestream.service.picture.Picture;
import picocli.CommandLine.Option;

/** How style pictures are used; each option has a value a style, in their order. */
public final class StyleOptions {
  /** Stands for no mask. */
  private static final String NONE = "none";

  private static final double SMALLEST_SCALE = 0.05;
  private static final double LARGEST_SCALE = 20;

  @Option(
      names = "--style-blend",
      paramLabel = "W",
      split = ",",
      description = "Weights of several styles, for example 2,1. Default: all alike.")
  private List<Double> blend = List.of();

  @Option(
      names = "--style-scale",
      paramLabel = "S",
      split = ",",
      description =
          "Size of each style relative to the result's, for example 0.5,2: larger styles leave"
              + " larger strokes. One value is for all. Default: 1.")
  private List<Double> scales = List.of();

  @Option(
      names = "--mask",
      paramLabel = "FILE|none",
      split = ",",
      description =
          "Where on the content picture each style goes: a picture of any size, white where it"
              + " does, black where it doesn't, grey between; repeat or use commas. Styles without"
              + " a mask share what the masks leave.")
  private List<String> masks = List.of();

  @Option(
      names = "--style-mask",
      paramLabel = "FILE|none",
      split = ",",
      description = "What of each style picture counts, likewise.")
  private List<String> styleMasks = List.of();

  /** The masks, as files that aren't to be written over. */
  public void addTo(DistinctPaths paths) {
    masks.stream().flatMap(mask -> file(mask).stream()).forEach(f -> paths.addInput("--mask", f));
    styleMasks.stream()
        .flatMap(mask -> file(mask).stream())
        .forEach(f -> paths.addInput("--style-mask", f));
  }

  /**
   * Reads styles and masks.
   *
   * @throws BadInputException if one can't be used, or there are more or fewer values than styles
   */
  public List<StylePicture> read(List<Path> styles) {
    List<Double> weights = InputPictures.weights(styles, blend);
    checkScales(styles);
    checkMasks("--mask", masks, styles);
    checkMasks("--style-mask", styleMasks, styles);
    List<StylePicture> pictures = new ArrayList<>();
    for (int i = 0; i < styles.size(); i++) {
      StylePicture picture =
          new StylePicture(
              InputPictures.read(styles.get(i)),
              weights.get(i),
              scale(i),
              mask(masks, i),
              mask(styleMasks, i));
      pictures.add(BadInputException.refusing(() -> checked(picture)));
    }
    return pictures;
  }

  private static StylePicture checked(StylePicture picture) {
    picture.image();
    return picture;
  }

  private void checkScales(List<Path> styles) {
    if (scales.size() > 1 && scales.size() != styles.size()) {
      throw new BadInputException(
          "--style-scale has %d values, but the number of styles is %d; give one for each"
              .formatted(scales.size(), styles.size()));
    }
  }

  private static void checkMasks(String option, List<String> masks, List<Path> styles) {
    if (masks.size() > styles.size()) {
      throw new BadInputException(
          "%s has %d masks, but the number of styles is %d; give at most one for each"
              .formatted(option, masks.size(), styles.size()));
    }
  }

  private double scale(int style) {
    if (scales.isEmpty()) {
      return 1;
    }
    double scale = scales.get(scales.size() == 1 ? 0 : style);
    if (!(scale >= SMALLEST_SCALE && scale <= LARGEST_SCALE)) {
      throw new BadInputException(
          "--style-scale is %s; it must be from %s to %s"
              .formatted(scale, SMALLEST_SCALE, (int) LARGEST_SCALE));
    }
    return scale;
  }

  private static Optional<Picture> mask(List<String> masks, int style) {
    return style < masks.size()
        ? file(masks.get(style)).map(InputPictures::readAny)
        : Optional.empty();
  }

  private static Optional<Path> file(String text) {
    return text.equals(NONE)
        ? Optional.empty()
        : Optional.of(BadInputException.refusing(() -> Path.of(text)));
  }
}
