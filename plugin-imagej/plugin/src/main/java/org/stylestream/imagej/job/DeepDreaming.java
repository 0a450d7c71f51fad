package org.stylestream.imagej.job;

import java.util.Optional;
import org.stylestream.compute.dream.DeepDream;
import org.stylestream.compute.preset.DreamSettings;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.imagej.options.DeepDreamOptions;
import org.stylestream.imagej.options.OptionTable;
import org.stylestream.imagej.options.OptionValues;
import org.stylestream.imagej.options.RunOptions;
import org.stylestream.protocol.job.DeepDreamRequest;
import org.stylestream.protocol.job.JobRequest;

/** Deep Dream. */
public final class DeepDreaming implements JobKind {
  @Override
  public String id() {
    return "deep-dream";
  }

  @Override
  public String suffix() {
    return "dream";
  }

  @Override
  public OptionTable options() {
    return DeepDreamOptions.TABLE;
  }

  @Override
  public String summary() {
    return "Makes more of what the network sees in the image, octave by octave.";
  }

  @Override
  public Expected expected(OptionValues values, SizeRule.Size content) {
    DreamSettings settings = DeepDreamOptions.settings(values);
    return new Expected(
        DeepDream.size(settings, content), DeepDream.iterations(settings), DeepDream.KEEP_EVERY);
  }

  @Override
  public JobRequest request(OptionValues values, RequestPictures pictures) {
    DreamSettings settings = DeepDreamOptions.settings(values);
    return new DeepDreamRequest(
        values.get(RunOptions.NETWORK),
        pictures.content(),
        settings.layers(),
        settings.filters(),
        Optional.of(settings.size().text()),
        settings.octaves(),
        settings.octaveScale(),
        settings.steps(),
        settings.stepSize(),
        settings.maximumLoss().stream().boxed().findFirst(),
        settings.jitter(),
        settings.variationWeight(),
        settings.pixelWeight(),
        values
            .get(DeepDreamOptions.GUIDE)
            .map(name -> pictures.named(DeepDreamOptions.GUIDE, name)),
        values.get(RunOptions.SEED));
  }
}
