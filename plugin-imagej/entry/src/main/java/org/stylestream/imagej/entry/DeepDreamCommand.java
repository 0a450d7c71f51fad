package org.stylestream.imagej.entry;

import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/**
 * Deep Dream for scripts, {@code --run} and programs. Inputs are the options of the menu's command,
 * which says what is wrong with one; images may be given as titles, paths or objects.
 */
@Plugin(type = Command.class)
public final class DeepDreamCommand extends ContentPictureCommand {
  @Parameter(required = false, persist = false)
  private Object guide;

  @Parameter(required = false, persist = false)
  private String preset;

  @Parameter(required = false, persist = false)
  private String layers;

  @Parameter(required = false, persist = false)
  private String filters;

  @Parameter(required = false, persist = false)
  private String octaves;

  @Parameter(required = false, persist = false)
  private String octaveScale;

  @Parameter(required = false, persist = false)
  private String steps;

  @Parameter(required = false, persist = false)
  private String stepLength;

  @Parameter(required = false, persist = false)
  private String maximumLoss;

  @Parameter(required = false, persist = false)
  private String jitter;

  @Parameter(required = false, persist = false)
  private String variationWeight;

  @Parameter(required = false, persist = false)
  private String pixelWeight;

  @Parameter(required = false, persist = false)
  private String size;

  public DeepDreamCommand() {
    super("deep-dream");
  }
}
