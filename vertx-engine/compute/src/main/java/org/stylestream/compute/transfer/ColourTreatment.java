package org.stylestream.compute.transfer;

import java.util.Optional;
import org.stylestream.compute.image.ColourMatching;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Luma;
import org.stylestream.compute.image.Resampler;

/**
 * What becomes of colours before the network sees a picture, and before people see the result.
 *
 * @param control empty: nothing
 */
record ColourTreatment(Optional<ColourControl> control) {
  private boolean is(ColourControl wanted) {
    return control.filter(chosen -> chosen == wanted).isPresent();
  }

  /** The content image as the network sees it. */
  Image content(Image content) {
    return is(ColourControl.LUMINANCE) ? Luma.grey(content) : content;
  }

  /**
   * A style image as the network sees it.
   *
   * @param content as it came
   */
  Image style(Image style, Image content) {
    if (is(ColourControl.MATCH)) {
      return ColourMatching.match(style, content);
    }
    return is(ColourControl.LUMINANCE) ? Luma.matched(style, content) : style;
  }

  /**
   * A generated image as people see it.
   *
   * @param content as it came, at any size
   */
  Image result(Image generated, Image content) {
    return is(ColourControl.LUMINANCE)
        ? Luma.withChroma(
            generated, Resampler.resize(content, generated.height(), generated.width()))
        : generated;
  }
}
