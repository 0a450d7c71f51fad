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
public final class SequenceCommand extends StackCommand {
  @Parameter(required = false, persist = false)
  private Object content;

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
  private String temporalWeight;

  @Parameter(required = false, persist = false)
  private String size;

  @Parameter(required = false, persist = false)
  private String iterations;

  @Parameter(required = false, persist = false)
  private String iterationsNext;

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

  public SequenceCommand() {
    super("sequence");
  }
}
