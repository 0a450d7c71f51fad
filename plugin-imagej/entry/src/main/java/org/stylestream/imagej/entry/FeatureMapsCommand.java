package org.stylestream.imagej.entry;

import ij.ImagePlus;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/**
 * Feature maps for scripts, {@code --run} and programs. Inputs are the options of the menu's
 * command, which says what is wrong with one; images may be given as titles, paths or objects.
 */
@Plugin(type = Command.class)
public final class FeatureMapsCommand extends FrontEndCommand {
  @Parameter(required = false, persist = false)
  private Object content;

  @Parameter(required = false, persist = false)
  private String layers;

  @Parameter(required = false, persist = false)
  private String filters;

  @Parameter(required = false, persist = false)
  private String size;

  @Parameter(required = false, persist = false)
  private String network;

  @Parameter(required = false, persist = false)
  private String tiff;

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus output;

  public FeatureMapsCommand() {
    super("feature-maps");
  }
}
