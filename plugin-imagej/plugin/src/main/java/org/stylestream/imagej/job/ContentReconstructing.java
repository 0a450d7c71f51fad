package org.stylestream.imagej.job;

import java.util.Optional;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.compute.preset.StylePreset;
import org.stylestream.imagej.options.ContentReconstructionOptions;
import org.stylestream.imagej.options.OptionTable;
import org.stylestream.imagej.options.OptionValues;
import org.stylestream.imagej.options.RunOptions;
import org.stylestream.protocol.job.ContentReconstructionRequest;
import org.stylestream.protocol.job.JobRequest;

/** Content reconstruction. */
public final class ContentReconstructing implements JobKind {
  @Override
  public String id() {
    return "content-reconstruction";
  }

  @Override
  public String suffix() {
    return "reconstruction";
  }

  @Override
  public OptionTable options() {
    return ContentReconstructionOptions.TABLE;
  }

  @Override
  public String summary() {
    return "Finds an image, from noise, that has the content image's features at one layer.";
  }

  @Override
  public Expected expected(OptionValues values, SizeRule.Size content) {
    return Expected.of(ContentReconstructionOptions.settings(values), content);
  }

  @Override
  public JobRequest request(OptionValues values, RequestPictures pictures) {
    StylePreset settings = ContentReconstructionOptions.settings(values);
    return new ContentReconstructionRequest(
        values.get(RunOptions.NETWORK),
        pictures.content(),
        values.get(ContentReconstructionOptions.LAYER),
        Optional.of(settings.size().text()),
        values.get(ContentReconstructionOptions.VARIATION_WEIGHT),
        settings.iterations(),
        Optional.of(ContentReconstructionOptions.optimizer(values)),
        values.get(RunOptions.SEED));
  }
}
