package org.stylestream.imagej.job;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.imagej.options.OptionTable;
import org.stylestream.imagej.options.OptionValues;
import org.stylestream.imagej.options.PresetOptions;
import org.stylestream.imagej.options.RunOptions;
import org.stylestream.imagej.options.StyleTransferOptions;
import org.stylestream.protocol.job.ImageDescription;
import org.stylestream.protocol.job.StyleTransferRequest;

/** Style transfer, for a table of options with a preset and styles. */
public final class StyleTransfer implements JobKind {
  @Override
  public String id() {
    return "style-transfer";
  }

  @Override
  public String suffix() {
    return "styled";
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
    return Expected.of(PresetOptions.changed(values, content), content);
  }

  @Override
  public StyleTransferRequest request(OptionValues values, RequestPictures pictures) {
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
        pictures.styles(values, UnaryOperator.identity()),
        initial,
        PresetOptions.colour(values),
        values.get(RunOptions.SEED));
  }
}
