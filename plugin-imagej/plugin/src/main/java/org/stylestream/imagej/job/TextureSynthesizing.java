package org.stylestream.imagej.job;

import org.stylestream.compute.preset.SizeRule;
import org.stylestream.imagej.options.OptionTable;
import org.stylestream.imagej.options.OptionValues;
import org.stylestream.imagej.options.PresetOptions;
import org.stylestream.imagej.options.RunOptions;
import org.stylestream.imagej.options.TextureSynthesisOptions;
import org.stylestream.protocol.job.JobRequest;
import org.stylestream.protocol.job.TextureSynthesisRequest;

/** Texture synthesis. */
public final class TextureSynthesizing implements JobKind {
  @Override
  public String id() {
    return "texture-synthesis";
  }

  @Override
  public String suffix() {
    return "texture";
  }

  @Override
  public OptionTable options() {
    return TextureSynthesisOptions.TABLE;
  }

  @Override
  public String summary() {
    return "Grows a texture like the style images', from noise, at any size.";
  }

  @Override
  public Expected expected(OptionValues values, SizeRule.Size content) {
    return Expected.of(TextureSynthesisOptions.settings(values), content);
  }

  @Override
  public JobRequest request(OptionValues values, RequestPictures pictures) {
    SizeRule.Size size = TextureSynthesisOptions.size(values);
    return new TextureSynthesisRequest(
        values.get(RunOptions.NETWORK),
        values.get(PresetOptions.PRESET),
        PresetOptions.changes(values),
        pictures.styles(values, own -> TextureSynthesisOptions.styleSize(values, own)),
        size.height(),
        size.width(),
        values.get(RunOptions.SEED));
  }
}
