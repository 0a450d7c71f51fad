package org.stylestream.imagej.command;

import ij.IJ;
import ij.ImagePlus;
import java.util.Optional;
import org.stylestream.compute.features.FeatureMaps;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.imagej.engine.EngineAccess;
import org.stylestream.imagej.job.JavaMemory;
import org.stylestream.imagej.job.JobRun;
import org.stylestream.imagej.job.RequestPictures;
import org.stylestream.imagej.job.Stop;
import org.stylestream.imagej.job.StoppedException;
import org.stylestream.imagej.live.FeatureStack;
import org.stylestream.imagej.live.ResultImage;
import org.stylestream.imagej.options.FeatureMapsOptions;
import org.stylestream.imagej.options.InputOptions;
import org.stylestream.imagej.options.OptionValues;
import org.stylestream.imagej.options.RunOptions;
import org.stylestream.imagej.picture.ContentPlanes;
import org.stylestream.imagej.picture.PictureFinder;
import org.stylestream.protocol.frame.Datatype;
import org.stylestream.protocol.job.ClientLoss;
import org.stylestream.protocol.job.Delivery;
import org.stylestream.protocol.job.FeatureMapsRequest;

/** One run of the command that shows feature maps. */
final class FeatureMapsRun {
  private static final Delivery EVERY_LAYER =
      new Delivery(1, Datatype.F32, Datatype.U8, Optional.empty(), 0, false, ClientLoss.CANCEL);

  private final EngineAccess engines;
  private final OptionValues values;
  private final FeatureMaps wish;
  private final ContentPlanes content;
  private final RequestPictures pictures;

  /**
   * @throws IllegalArgumentException with a sentence for the user if the options can't be
   * @throws IllegalStateException with a sentence for the user if there is too little memory
   */
  FeatureMapsRun(EngineAccess engines, OptionValues values, PictureFinder finder) {
    this.engines = engines;
    this.values = values;
    this.wish = FeatureMapsOptions.wish(values);
    this.content =
        ContentPlanes.current(
            finder.findOrActive(InputOptions.CONTENT.key(), values.get(InputOptions.CONTENT)));
    this.pictures = new RequestPictures(finder, Optional.of(content.planes().get(0)));
    FeatureMapsForecast forecast = forecast(values, content);
    forecast.requireWithin(JavaMemory.freeFor(forecast.promisedBytes()));
  }

  static FeatureMapsForecast forecast(OptionValues values, ContentPlanes content) {
    SizeRule.Size own = content.size();
    return FeatureMapsForecast.of(
        FeatureMapsOptions.wish(values),
        values.get(FeatureMapsOptions.SIZE).apply(own.height(), own.width()));
  }

  /** Does it, and leaves what there is of it where the user stops it. */
  Outcome run() {
    FeatureStack stack = new FeatureStack(wish);
    try (Stop stop = Stop.byEscape()) {
      new JobRun(engines, stop::requested, IJ::showStatus)
          .run(Jobs.of(request(), pictures, EVERY_LAYER, engines.choice()), stack);
    } catch (StoppedException e) {
      IJ.showStatus("StyleStream: stopped");
    } finally {
      IJ.showProgress(1);
    }
    Optional<ImagePlus> image = stack.size().map(size -> image(stack, size));
    image.ifPresent(this::show);
    return new Outcome(image);
  }

  private FeatureMapsRequest request() {
    return new FeatureMapsRequest(
        values.get(RunOptions.NETWORK),
        pictures.content(),
        wish.layers(),
        wish.filters(),
        Optional.of(values.get(FeatureMapsOptions.SIZE).text()));
  }

  private ImagePlus image(FeatureStack stack, SizeRule.Size size) {
    ImagePlus image = stack.image(content.title() + "-features");
    image.setCalibration(content.calibration(size));
    image.setProp(ResultImage.OPTIONS_PROPERTY, values.toMacroString());
    return image;
  }

  private void show(ImagePlus image) {
    if (Caller.seesWindows()) {
      image.show();
    } else {
      ResultImage.showInBatch(image);
    }
    ResultFiles.write(image, values);
  }
}
