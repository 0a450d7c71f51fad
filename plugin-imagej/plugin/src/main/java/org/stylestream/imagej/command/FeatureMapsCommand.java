package org.stylestream.imagej.command;

import ij.ImagePlus;
import java.util.Optional;
import org.stylestream.imagej.engine.EngineAccess;
import org.stylestream.imagej.job.JavaMemory;
import org.stylestream.imagej.options.FeatureMapsOptions;
import org.stylestream.imagej.options.InputOptions;
import org.stylestream.imagej.options.OptionValues;
import org.stylestream.imagej.picture.ContentPlanes;
import org.stylestream.imagej.picture.PictureFinder;

/** The command that shows what filters answer to an image. */
public final class FeatureMapsCommand {
  /** What it does. */
  public static final String SUMMARY =
      "Shows what a network's filters answer to the image, or to what is selected of it: a stack of"
          + " activations.";

  private FeatureMapsCommand() {}

  /** The command. */
  public static PluginCommand of(EngineAccess engines) {
    return new OptionsCommand(
        "feature-maps",
        FeatureMapsOptions.TABLE,
        SUMMARY,
        FeatureMapsCommand::forecast,
        (values, pictures) -> new FeatureMapsRun(engines, values, pictures).run());
  }

  private static String forecast(OptionValues values) {
    Optional<ImagePlus> open = PictureFinder.findOpen(values.get(InputOptions.CONTENT));
    return open.map(ContentPlanes::current)
        .map(content -> FeatureMapsRun.forecast(values, content).inWords(JavaMemory.free()))
        .orElse("The size follows from the content image, once it is open.");
  }
}
