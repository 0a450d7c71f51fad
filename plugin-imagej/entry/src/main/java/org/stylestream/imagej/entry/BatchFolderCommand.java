package org.stylestream.imagej.entry;

import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/**
 * Style transfer of a folder for scripts, {@code --run} and programs. Inputs are the options of the
 * menu's command, which says what is wrong with one; images may be given as titles, paths or
 * objects.
 */
@Plugin(type = Command.class)
public final class BatchFolderCommand extends PaintingCommand {
  @Parameter(required = false, persist = false)
  private String inputFolder;

  @Parameter(required = false, persist = false)
  private String pattern;

  @Parameter(required = false, persist = false)
  private String outputFolder;

  @Parameter(required = false, persist = false)
  private String format;

  @Parameter(required = false, persist = false)
  private String existing;

  public BatchFolderCommand() {
    super("batch-folder");
  }
}
