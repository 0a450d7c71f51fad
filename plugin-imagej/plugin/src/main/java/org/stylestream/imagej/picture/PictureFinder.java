package org.stylestream.imagej.picture;

import ij.ImagePlus;
import ij.WindowManager;
import ij.io.Opener;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.stylestream.imagej.options.OptionException;

/** Images by the names that options give them: open ones by their titles, files by their paths. */
public final class PictureFinder {
  private final Map<String, ImagePlus> given;

  /**
   * @param given images that a program handed over, by names of their own
   */
  public PictureFinder(Map<String, ImagePlus> given) {
    this.given = Map.copyOf(given);
  }

  /** The titles of the open images, the active one first. */
  public static List<String> openTitles() {
    return openImages().map(ImagePlus::getTitle).distinct().toList();
  }

  private static Stream<ImagePlus> openImages() {
    int[] ids = WindowManager.getIDList();
    Stream<ImagePlus> listed =
        ids == null ? Stream.of() : Arrays.stream(ids).mapToObj(WindowManager::getImage);
    return Stream.concat(Stream.ofNullable(WindowManager.getCurrentImage()), listed)
        .filter(image -> image != null && image.getWidth() > 0);
  }

  /** The open image of a name, or the active one where there is no name. */
  public static Optional<ImagePlus> findOpen(Optional<String> name) {
    return name.isPresent() ? open(name.get()) : openImages().findFirst();
  }

  /**
   * The image of an option; the active image where the option names none.
   *
   * @throws OptionException if there is none
   */
  public ImagePlus findOrActive(String key, Optional<String> name) {
    if (name.isPresent()) {
      return find(key, name.get());
    }
    return openImages()
        .findFirst()
        .orElseThrow(
            () ->
                new OptionException(
                    "there is no image open; open one, or name a file, as %s=photo.jpg"
                        .formatted(key)));
  }

  /**
   * The image of an option.
   *
   * @throws OptionException if there is none
   */
  public ImagePlus find(String key, String name) {
    ImagePlus image = given.get(name);
    if (image == null) {
      image = open(name).or(() -> file(key, name)).orElseThrow(() -> missing(key, name));
    }
    if (image.getWidth() == 0) {
      throw new OptionException("%s is an image without pixels; open a picture".formatted(key));
    }
    return image;
  }

  private static Optional<ImagePlus> open(String name) {
    return openImages().filter(image -> image.getTitle().equals(name)).findFirst();
  }

  private static Optional<ImagePlus> file(String key, String name) {
    if (!isFile(name)) {
      return Optional.empty();
    }
    Opener opener = new Opener();
    opener.setSilentMode(true);
    ImagePlus image = opener.openImage(name);
    if (image == null) {
      throw new OptionException(
          "%s=%s is no picture that ImageJ can read; name another file".formatted(key, name));
    }
    return Optional.of(image);
  }

  private static boolean isFile(String name) {
    try {
      return Files.isRegularFile(Path.of(name));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static OptionException missing(String key, String name) {
    List<String> titles = openTitles();
    return new OptionException(
        "%s=%s is neither an open image nor a file; %s"
            .formatted(
                key,
                name,
                titles.isEmpty()
                    ? "no image is open"
                    : "open images are " + String.join(", ", titles)));
  }
}
