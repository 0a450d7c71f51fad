package org.stylestream.compute.transfer;

import java.util.List;
import java.util.Optional;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.preset.InitialImage;
import org.stylestream.compute.preset.StylePreset;

/**
 * A style transfer to run: the pictures, what is wanted of them, and the seed.
 *
 * @param content the content image; where the content loss has weight 0, only its size can count
 * @param styles the style images; none only where the style loss has weight 0
 * @param preset with the user's changes applied
 * @param initial the start, where the preset's is {@link InitialImage.Given}
 * @param colour how the content's colours are kept; empty: they aren't
 * @param temporal of a frame of a sequence: what it shall stay close to
 * @param seed of the noise, where the start is noise
 */
public record StyleTransferJob(
    Image content,
    List<StyleImage> styles,
    StylePreset preset,
    Optional<Image> initial,
    Optional<ColourControl> colour,
    Optional<TemporalReference> temporal,
    long seed) {
  public StyleTransferJob {
    styles = List.copyOf(styles);
    if (styles.isEmpty() && preset.style().weight() > 0) {
      throw new IllegalArgumentException("a style loss needs at least one style image");
    }
    if (preset.initial() instanceof InitialImage.Given != initial.isPresent()) {
      throw new IllegalArgumentException(
          "an initial image must be given when, and only when, the run starts from one");
    }
  }

  /** A job that is no frame of a sequence. */
  public StyleTransferJob(
      Image content,
      List<StyleImage> styles,
      StylePreset preset,
      Optional<Image> initial,
      Optional<ColourControl> colour,
      long seed) {
    this(content, styles, preset, initial, colour, Optional.empty(), seed);
  }

  /** The same that doesn't keep the content's colours. */
  public StyleTransferJob(
      Image content,
      List<StyleImage> styles,
      StylePreset preset,
      Optional<Image> initial,
      long seed) {
    this(content, styles, preset, initial, Optional.empty(), seed);
  }
}
