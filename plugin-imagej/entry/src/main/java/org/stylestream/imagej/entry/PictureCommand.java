package org.stylestream.imagej.entry;

import org.scijava.plugin.Parameter;

/** What commands that make a picture have in common: what is kept of how it grew. */
public abstract class PictureCommand extends StackCommand {
  @Parameter(required = false, persist = false)
  private String result;

  @Parameter(required = false, persist = false)
  private String keepEvery;

  /**
   * @param commandId as in plugins.config
   */
  protected PictureCommand(String commandId) {
    super(commandId);
  }
}
