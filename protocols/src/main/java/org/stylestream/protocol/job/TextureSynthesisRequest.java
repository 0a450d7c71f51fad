package org.stylestream.protocol.job;

import java.util.List;
import org.stylestream.protocol.Identifier;
import org.stylestream.protocol.Limits;
import org.stylestream.protocol.record.Count;
import org.stylestream.protocol.record.Meaning;
import org.stylestream.protocol.record.Named;
import org.stylestream.protocol.record.Range;
import org.stylestream.protocol.record.Text;

/**
 * Grows a texture like the style images', from noise, at any size.
 *
 * @param preset whose style loss is used
 * @param changes to the preset; its size and start don't apply
 * @param height of the texture, in pixels
 * @param width of the texture, in pixels
 */
@Named("texture-synthesis")
@Meaning("Grows a texture like the style images', from noise, at any size.")
public record TextureSynthesisRequest(
    @Meaning(NetworkText.MEANING) @Text(pattern = Identifier.PATTERN, words = Identifier.WORDS)
        String network,
    @Meaning("The preset whose style loss is used.")
        @Text(pattern = Identifier.PATTERN, words = Identifier.WORDS)
        String preset,
    @Meaning("What is changed of the preset; its size and start don't apply.")
        PresetChanges changes,
    @Meaning("The style images, blended by their weights.")
        @Count(min = 1, max = Limits.MOST_STYLES)
        List<StyleReference> styles,
    @Meaning("Height of the texture in pixels.") @Range(min = 16, max = Limits.LONGEST_SIDE)
        int height,
    @Meaning("Width of the texture in pixels.") @Range(min = 16, max = Limits.LONGEST_SIDE)
        int width,
    @Meaning("Of the noise: the same seed gives the same picture.") long seed)
    implements JobRequest {
  public TextureSynthesisRequest {
    styles = List.copyOf(styles);
    if (changes.size().isPresent() || changes.start().isPresent()) {
      throw new IllegalArgumentException(
          "changes.size and changes.start have no meaning for a texture: its size is height × width"
              + " and it starts from noise; leave them out");
    }
    if (styles.stream().anyMatch(style -> style.images().size() > 1)) {
      throw new IllegalArgumentException(
          "a texture takes its styles whole; leave out their region and mask");
    }
  }

  @Override
  public TextureSynthesisRequest on(String other) {
    return new TextureSynthesisRequest(other, preset, changes, styles, height, width, seed);
  }

  @Override
  public List<ImageDescription> images() {
    return styles.stream().map(StyleReference::image).toList();
  }
}
