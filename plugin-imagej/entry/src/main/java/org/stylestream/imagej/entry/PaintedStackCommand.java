package org.stylestream.imagej.entry;

import ij.ImagePlus;
import org.scijava.ItemIO;
import org.scijava.plugin.Parameter;

/** What commands that paint an image or a stack into a stack have in common. */
public abstract class PaintedStackCommand extends PaintingCommand {
  @Parameter(required = false, persist = false)
  private Object content;

  @Parameter(required = false, persist = false)
  private String start;

  @Parameter(required = false, persist = false)
  private Object initial;

  @Parameter(required = false, persist = false)
  private String plot;

  @Parameter(required = false, persist = false)
  private String table;

  @Parameter(required = false, persist = false)
  private String tiff;

  @Parameter(required = false, persist = false)
  private String gif;

  @Parameter(required = false, persist = false)
  private String avi;

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus output;

  /**
   * @param commandId as in plugins.config
   */
  protected PaintedStackCommand(String commandId) {
    super(commandId);
  }
}
