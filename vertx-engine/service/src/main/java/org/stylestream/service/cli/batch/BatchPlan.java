package org.stylestream.service.cli.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.stylestream.service.cli.option.OutputOptions;
import org.stylestream.service.cli.run.JobDraft;
import org.stylestream.service.cli.terminal.BadInputException;
import org.stylestream.service.cli.terminal.DistinctPaths;
import org.stylestream.service.picture.OutputCheck;
import org.stylestream.service.picture.PictureFormat;

/**
 * Many pictures to make, each of a file.
 *
 * @param drafts makes the job of a file
 * @param outputs the options for them
 */
public record BatchPlan(List<Item> items, Function<Path, JobDraft> drafts, OutputOptions outputs) {
  /** One picture, and where it goes. */
  record Item(Path content, Path output) {}

  public BatchPlan {
    items = List.copyOf(items);
  }

  /**
   * Finds the pictures.
   *
   * @param inputs that all have in common
   * @throws BadInputException if there are none, or one would overwrite another
   */
  public static BatchPlan of(
      String pattern,
      DistinctPaths inputs,
      OutputOptions outputs,
      Function<Path, JobDraft> drafts) {
    Path folder = outputs.batchFolder();
    FilePattern files = new FilePattern(pattern);
    List<Item> items =
        BadInputException.refusing(files::files).stream()
            .map(content -> new Item(content, folder.resolve(name(files.folder(), content))))
            .toList();
    check(items, inputs, folder);
    return new BatchPlan(items, drafts, outputs);
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

  private static void check(List<Item> items, DistinctPaths paths, Path folder) {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new BadInputException(
          "%s is a file; with --batch, give a folder with -o".formatted(folder));
    }
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
    return drafts.apply(item.content());
  }
}
