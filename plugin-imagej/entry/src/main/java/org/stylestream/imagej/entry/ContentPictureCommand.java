package org.stylestream.imagej.entry;

import org.scijava.plugin.Parameter;

/** What commands that make a picture of another have in common: which one, and what of it. */
public abstract class ContentPictureCommand extends PictureCommand {
  @Parameter(required = false, persist = false)
  private Object content;

  @Parameter(required = false, persist = false)
  private String slices;

  @Parameter(required = false, persist = false)
  private String selection;

  /**
   * @param commandId as in plugins.config
   */
  protected ContentPictureCommand(String commandId) {
    super(commandId);
  }
}
