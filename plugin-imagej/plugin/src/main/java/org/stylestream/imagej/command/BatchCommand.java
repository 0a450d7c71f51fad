package org.stylestream.imagej.command;

import org.stylestream.compute.preset.SizeRule;
import org.stylestream.imagej.engine.EngineAccess;
import org.stylestream.imagej.job.StyleTransfer;
import org.stylestream.imagej.options.BatchFolderOptions;
import org.stylestream.imagej.options.PresetOptions;

/** The command that paints the files of a folder. */
public final class BatchCommand {
  /** What it does. */
  public static final String SUMMARY =
      "Paints all pictures of a folder in the manner of the style images.";

  /** The form of a picture matters little for how many iterations it takes. */
  private static final SizeRule.Size USUAL = new SizeRule.Size(512, 512);

  private BatchCommand() {}

  /** The command. */
  public static PluginCommand of(EngineAccess engines) {
    return new OptionsCommand(
        "batch-folder",
        BatchFolderOptions.TABLE,
        SUMMARY,
        values ->
            "%,d iterations for each file."
                .formatted(PresetOptions.changed(values, USUAL).iterations()),
        (values, pictures) -> new BatchRun(new StyleTransfer(), engines, values, pictures).run());
  }
}
