package org.stylestream.imagej.entry;

import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/**
 * Texture synthesis for scripts, {@code --run} and programs. Inputs are the options of the menu's
 * command, which says what is wrong with one; images may be given as titles, paths or objects.
 */
@Plugin(type = Command.class)
public final class TextureSynthesisCommand extends PictureCommand {
  @Parameter(required = false, persist = false)
  private Object styles;

  @Parameter(required = false, persist = false)
  private String blend;

  @Parameter(required = false, persist = false)
  private String styleScale;

  @Parameter(required = false, persist = false)
  private String styleSize;

  @Parameter(required = false, persist = false)
  private String preset;

  @Parameter(required = false, persist = false)
  private String variationWeight;

  @Parameter(required = false, persist = false)
  private String styleLayers;

  @Parameter(required = false, persist = false)
  private String styleLayerWeights;

  @Parameter(required = false, persist = false)
  private String pooling;

  @Parameter(required = false, persist = false)
  private String width;

  @Parameter(required = false, persist = false)
  private String height;

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

  public TextureSynthesisCommand() {
    super("texture-synthesis");
  }
}
