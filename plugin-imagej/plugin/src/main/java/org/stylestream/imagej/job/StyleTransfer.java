package org.stylestream.imagej.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.compute.preset.StylePreset;
import org.stylestream.imagej.options.OptionTable;
import org.stylestream.imagej.options.OptionValues;
import org.stylestream.imagej.options.PresetOptions;
import org.stylestream.imagej.options.RunOptions;
import org.stylestream.imagej.options.StyleOptions;
import org.stylestream.imagej.options.StyleTransferOptions;
import org.stylestream.protocol.job.ImageDescription;
import org.stylestream.protocol.job.JobRequest;
import org.stylestream.protocol.job.StyleReference;
import org.stylestream.protocol.job.StyleTransferRequest;

/** Style transfer, for a table of options with a preset and styles. */
public final class StyleTransfer implements JobKind {
  @Override
  public String id() {
    return "style-transfer";
  }

  @Override
  public OptionTable options() {
    return StyleTransferOptions.TABLE;
  }

  @Override
  public String summary() {
    return "Paints the content image in the manner of the style images.";
  }

  @Override
  public Expected expected(OptionValues values, SizeRule.Size content) {
    StylePreset preset = PresetOptions.changed(values);
    return new Expected(
        preset.size().apply(content.height(), content.width()),
        preset.iterations(),
        preset.keepEvery());
  }

  @Override
  public JobRequest request(OptionValues values, RequestPictures pictures) {
    List<String> names = values.get(StyleOptions.STYLES);
    List<Double> weights = StyleOptions.weights(values);
    List<StyleReference> styles = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      styles.add(
          new StyleReference(pictures.named(StyleOptions.STYLES, names.get(i)), weights.get(i)));
    }
    Optional<ImageDescription> initial =
        values.has(PresetOptions.INITIAL)
            ? values
                .get(PresetOptions.INITIAL)
                .map(name -> pictures.named(PresetOptions.INITIAL, name))
            : Optional.empty();
    return new StyleTransferRequest(
        values.get(RunOptions.NETWORK),
        values.get(PresetOptions.PRESET),
        PresetOptions.changes(values),
        pictures.content(),
        styles,
        initial,
        values.get(RunOptions.SEED));
  }
}
