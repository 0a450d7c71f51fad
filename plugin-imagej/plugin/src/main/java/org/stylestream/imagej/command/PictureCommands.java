package org.stylestream.imagej.command;

import ij.ImagePlus;
import java.util.Optional;
import org.stylestream.imagej.engine.EngineAccess;
import org.stylestream.imagej.job.JavaMemory;
import org.stylestream.imagej.job.JobKind;
import org.stylestream.imagej.options.InputOptions;
import org.stylestream.imagej.options.OptionValues;
import org.stylestream.imagej.picture.ContentPlanes;
import org.stylestream.imagej.picture.PictureFinder;

/** The commands that make a picture: one for each kind of job. */
public final class PictureCommands {
  private PictureCommands() {}

  /** The command of a kind. */
  public static PluginCommand of(JobKind kind, EngineAccess engines) {
    return new OptionsCommand(
        kind.id(),
        kind.options(),
        kind.summary(),
        values -> forecast(kind, values),
        (values, pictures) -> new PictureRun(kind, engines, values, pictures).run());
  }

  private static String forecast(JobKind kind, OptionValues values) {
    Optional<ContentPlanes> content = Optional.empty();
    if (values.has(InputOptions.CONTENT)) {
      Optional<ImagePlus> open = PictureFinder.findOpen(values.get(InputOptions.CONTENT));
      if (open.isEmpty()) {
        return "The size follows from the content image, once it is open.";
      }
      content = open.map(image -> ContentPlanes.of(image, values));
    }
    RunForecast forecast = RunForecast.of(kind, values, content);
    return "%,d iterations; %s."
        .formatted(forecast.expected().iterations(), forecast.kept().inWords(JavaMemory.free()));
  }
}
