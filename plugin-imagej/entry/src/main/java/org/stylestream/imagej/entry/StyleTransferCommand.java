package org.stylestream.imagej.entry;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/**
 * Style transfer for scripts, {@code --run} and programs. Inputs are the options of the menu's
 * command, which says what is wrong with one; images may be given as titles, paths or objects.
 */
@Plugin(type = Command.class)
public final class StyleTransferCommand extends FrontEndCommand {
  @Parameter(required = false, persist = false)
  private Object content;

  @Parameter(required = false, persist = false)
  private String slices;

  @Parameter(required = false, persist = false)
  private String selection;

  @Parameter(required = false, persist = false)
  private Object styles;

  @Parameter(required = false, persist = false)
  private String blend;

  @Parameter(required = false, persist = false)
  private String styleScale;

  @Parameter(required = false, persist = false)
  private Object contentMasks;

  @Parameter(required = false, persist = false)
  private String feather;

  @Parameter(required = false, persist = false)
  private Object styleMasks;

  @Parameter(required = false, persist = false)
  private String preset;

  @Parameter(required = false, persist = false)
  private String contentWeight;

  @Parameter(required = false, persist = false)
  private String styleWeight;

  @Parameter(required = false, persist = false)
  private String variationWeight;

  @Parameter(required = false, persist = false)
  private String contentLayers;

  @Parameter(required = false, persist = false)
  private String styleLayers;

  @Parameter(required = false, persist = false)
  private String styleLayerWeights;

  @Parameter(required = false, persist = false)
  private String pooling;

  @Parameter(required = false, persist = false)
  private String keepColour;

  @Parameter(required = false, persist = false)
  private String size;

  @Parameter(required = false, persist = false)
  private String iterations;

  @Parameter(required = false, persist = false)
  private String scales;

  @Parameter(required = false, persist = false)
  private String start;

  @Parameter(required = false, persist = false)
  private Object initial;

  @Parameter(required = false, persist = false)
  private String optimizer;

  @Parameter(required = false, persist = false)
  private String learningRate;

  @Parameter(required = false, persist = false)
  private String memory;

  @Parameter(required = false, persist = false)
  private String network;

  @Parameter(required = false, persist = false)
  private String seed;

  @Parameter(required = false, persist = false)
  private String result;

  @Parameter(required = false, persist = false)
  private String keepEvery;

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

  public StyleTransferCommand() {
    super("style-transfer");
  }
}
