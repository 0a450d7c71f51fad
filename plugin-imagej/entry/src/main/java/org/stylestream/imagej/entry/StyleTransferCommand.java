package org.stylestream.imagej.entry;

import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/**
 * Style transfer for scripts, {@code --run} and programs. Inputs are the options of the menu's
 * command, which says what is wrong with one; images may be given as titles, paths or objects.
 */
@Plugin(type = Command.class)
public final class StyleTransferCommand extends PaintedStackCommand {
  @Parameter(required = false, persist = false)
  private String slices;

  @Parameter(required = false, persist = false)
  private String selection;

  @Parameter(required = false, persist = false)
  private String result;

  @Parameter(required = false, persist = false)
  private String keepEvery;

  public StyleTransferCommand() {
    super("style-transfer");
  }
}
