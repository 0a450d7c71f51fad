package org.stylestream.imagej.entry;

import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/**
 * Painting the slices of a stack, for scripts, {@code --run} and programs. Inputs are the options
 * of the menu's command, which says what is wrong with one; images may be given as titles, paths or
 * objects.
 */
@Plugin(type = Command.class)
public final class SequenceCommand extends PaintedStackCommand {
  @Parameter(required = false, persist = false)
  private String temporalWeight;

  @Parameter(required = false, persist = false)
  private String iterationsNext;

  public SequenceCommand() {
    super("sequence");
  }
}
