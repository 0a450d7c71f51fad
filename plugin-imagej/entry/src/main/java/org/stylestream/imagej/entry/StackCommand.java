package org.stylestream.imagej.entry;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import org.scijava.ItemIO;
import org.scijava.plugin.Parameter;

/** What commands whose result is a stack have in common: how they run, and what comes of it. */
public abstract class StackCommand extends FrontEndCommand {
  @Parameter(required = false, persist = false)
  private String network;

  @Parameter(required = false, persist = false)
  private String seed;

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

  @Parameter(type = ItemIO.OUTPUT)
  private ResultsTable losses;

  /**
   * @param commandId as in plugins.config
   */
  protected StackCommand(String commandId) {
    super(commandId);
  }
}
