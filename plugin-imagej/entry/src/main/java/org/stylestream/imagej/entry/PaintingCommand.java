package org.stylestream.imagej.entry;

import ij.measure.ResultsTable;
import org.scijava.ItemIO;
import org.scijava.plugin.Parameter;

/** What commands that paint in the manner of style images have in common. */
public abstract class PaintingCommand extends FrontEndCommand {
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
  private String optimizer;

  @Parameter(required = false, persist = false)
  private String learningRate;

  @Parameter(required = false, persist = false)
  private String memory;

  @Parameter(required = false, persist = false)
  private String network;

  @Parameter(required = false, persist = false)
  private String seed;

  @Parameter(type = ItemIO.OUTPUT)
  private ResultsTable losses;

  /**
   * @param commandId as in plugins.config
   */
  protected PaintingCommand(String commandId) {
    super(commandId);
  }
}
