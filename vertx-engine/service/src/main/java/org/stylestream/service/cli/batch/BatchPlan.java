package org.stylestream.service.cli.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.stylestream.service.cli.option.InputPictures;
import org.stylestream.service.cli.option.OutputOptions;
import org.stylestream.service.cli.option.StyleOptions;
import org.stylestream.service.cli.option.StylePicture;
import org.stylestream.service.cli.run.JobDraft;
import org.stylestream.service.cli.terminal.BadInputException;
import org.stylestream.service.cli.terminal.DistinctPaths;
import org.stylestream.service.picture.OutputCheck;
import org.stylestream.service.picture.Picture;
import org.stylestream.service.picture.PictureFormat;

/**
 * Many pictures to paint, all with the same styles.
 *
 * @param wish what is wanted of each
 * @param outputs the options for them
 */
public record BatchPlan(
    List<Item> items,
    List<StylePicture> styles,
    Optional<Picture> initial,
    JobDraft.Wish wish,
    OutputOptions outputs) {
  /** One picture, and where it goes. */
  record Item(Path content, Path output) {}

  public BatchPlan {
    items = List.copyOf(items);
  }

  /**
   * Finds the pictures, and reads the styles.
   *
   * @throws BadInputException if there are none, or one would overwrite another
   */
  public static BatchPlan of(
      String pattern,
      List<Path> styles,
      StyleOptions use,
      Optional<Path> initial,
      JobDraft.Wish wish,
      OutputOptions outputs) {
    Path folder = outputs.batchFolder();
    FilePattern files = new FilePattern(pattern);
    List<Item> items =
        BadInputException.refusing(files::files).stream()
            .map(content -> new Item(content, folder.resolve(name(files.folder(), content))))
            .toList();
    check(items, styles, use, folder);
    return new BatchPlan(items, use.read(styles), initial.map(InputPictures::read), wish, outputs);
  }

  /** The content's own name, with an extension that can be written. */
  private static Path name(Path folder, Path content) {
    Path relative = folder.normalize().relativize(content);
    try {
      PictureFormat.of(relative);
      return relative;
    } catch (IOException e) {
      return relative.resolveSibling(
          relative.getFileName().toString().replaceFirst("\\.[^.]*$", "") + ".png");
    }
  }

  private static void check(List<Item> items, List<Path> styles, StyleOptions use, Path folder) {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new BadInputException(
          "%s is a file; with --batch, give a folder with -o".formatted(folder));
    }
    DistinctPaths paths = new DistinctPaths();
    styles.forEach(style -> paths.addInput("a style picture", style));
    use.addTo(paths);
    items.forEach(item -> paths.addInput("a content picture", item.content()));
    for (Item item : items) {
      paths.add("-o", item.output());
      BadInputException.refusing(
          () -> {
            if (Files.isDirectory(item.output().toAbsolutePath().getParent())) {
              OutputCheck.picture(item.output());
            }
            return item;
          });
    }
  }

  /** What is submitted for an item. */
  JobDraft draft(Item item) {
    return JobDraft.of(
        wish, new InputPictures(InputPictures.read(item.content()), styles, initial));
  }
}
