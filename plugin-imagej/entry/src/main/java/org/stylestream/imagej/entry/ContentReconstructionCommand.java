package org.stylestream.imagej.entry;

import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/**
 * Content reconstruction for scripts, {@code --run} and programs. Inputs are the options of the
 * menu's command, which says what is wrong with one; images may be given as titles, paths or
 * objects.
 */
@Plugin(type = Command.class)
public final class ContentReconstructionCommand extends ContentPictureCommand {
  @Parameter(required = false, persist = false)
  private String layer;

  @Parameter(required = false, persist = false)
  private String size;

  @Parameter(required = false, persist = false)
  private String iterations;

  @Parameter(required = false, persist = false)
  private String variationWeight;

  @Parameter(required = false, persist = false)
  private String optimizer;

  @Parameter(required = false, persist = false)
  private String learningRate;

  @Parameter(required = false, persist = false)
  private String memory;

  public ContentReconstructionCommand() {
    super("content-reconstruction");
  }
}
