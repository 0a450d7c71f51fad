package org.stylestream.protocol.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stylestream.protocol.Identifier;
import org.stylestream.protocol.Limits;
import org.stylestream.protocol.record.Count;
import org.stylestream.protocol.record.Meaning;
import org.stylestream.protocol.record.Named;
import org.stylestream.protocol.record.Text;

/**
 * Paints the content image in the manner of the style images.
 *
 * @param preset its id in the engine's table
 * @param changes to the preset
 * @param styles blended by their weights
 * @param initial where {@code changes.start} is {@link Start#IMAGE}
 * @param colour how the content's colours are kept; empty: they aren't
 * @param temporal of a frame of a sequence: what it shall stay close to
 */
@Named("style-transfer")
@Meaning("Paints the content image in the manner of the style images.")
public record StyleTransferRequest(
    @Meaning(NetworkText.MEANING) @Text(pattern = Identifier.PATTERN, words = Identifier.WORDS)
        String network,
    @Meaning("The preset's id in the engine's table.")
        @Text(pattern = Identifier.PATTERN, words = Identifier.WORDS)
        String preset,
    @Meaning("What is changed of the preset.") PresetChanges changes,
    @Meaning("The content image.") ImageDescription content,
    @Meaning("The style images, blended by their weights.")
        @Count(min = 1, max = Limits.MOST_STYLES)
        List<StyleReference> styles,
    @Meaning("The initial image, where changes.start is image, and only then.")
        Optional<ImageDescription> initial,
    @Meaning("How the content's colours are kept; they aren't where it is left out.")
        Optional<ColourControl> colour,
    @Meaning("Of a frame of a sequence: what it shall stay close to.")
        Optional<TemporalReference> temporal,
    @Meaning("Of the noise: the same seed gives the same picture.") long seed)
    implements JobRequest {
  public StyleTransferRequest {
    styles = List.copyOf(styles);
    boolean wanted = changes.start().filter(start -> start == Start.IMAGE).isPresent();
    if (wanted != initial.isPresent()) {
      throw new IllegalArgumentException(
          wanted
              ? "changes.start is image, but there is no initial image; give the field initial"
              : "there is an initial image, but changes.start isn't image; leave one out");
    }
  }

  /** A request for what is no frame of a sequence. */
  public StyleTransferRequest(
      String network,
      String preset,
      PresetChanges changes,
      ImageDescription content,
      List<StyleReference> styles,
      Optional<ImageDescription> initial,
      Optional<ColourControl> colour,
      long seed) {
    this(network, preset, changes, content, styles, initial, colour, Optional.empty(), seed);
  }

  /** The same that doesn't keep the content's colours. */
  public StyleTransferRequest(
      String network,
      String preset,
      PresetChanges changes,
      ImageDescription content,
      List<StyleReference> styles,
      Optional<ImageDescription> initial,
      long seed) {
    this(network, preset, changes, content, styles, initial, Optional.empty(), seed);
  }

  /**
   * The same for a frame of a sequence that goes on from the last frame: the run starts at what is
   * left of that one's result, at its size alone.
   *
   * @param carried the last frame's result, moved to where this frame has its pixels
   * @param closeTo empty where there is no temporal loss
   * @param iterations of the run
   */
  public StyleTransferRequest following(
      ImageDescription carried, Optional<TemporalReference> closeTo, int iterations) {
    return new StyleTransferRequest(
        network,
        preset,
        changes.startingFromImage(iterations),
        content,
        styles,
        Optional.of(carried),
        colour,
        closeTo,
        seed);
  }

  @Override
  public StyleTransferRequest on(String other) {
    return new StyleTransferRequest(
        other, preset, changes, content, styles, initial, colour, temporal, seed);
  }

  @Override
  public List<ImageDescription> images() {
    List<ImageDescription> images = new ArrayList<>();
    images.add(content);
    styles.forEach(style -> images.addAll(style.images()));
    initial.ifPresent(images::add);
    temporal.ifPresent(last -> images.addAll(last.images()));
    return images;
  }
}
