package org.stylestream.imagej.command;

import java.util.Locale;
import org.stylestream.compute.features.FeatureMaps;
import org.stylestream.compute.preset.SizeRule;

/**
 * What a stack of feature maps will come to.
 *
 * @param maps at most, which is what VGG19 has
 * @param size of each, as of the first layer
 * @param largestLayer maps of the layer that has the most, at most
 */
record FeatureMapsForecast(int maps, SizeRule.Size size, int largestLayer) {
  private static final double MEGA = 1 << 20;

  /**
   * Of a wish.
   *
   * @param image size that the network sees
   */
  static FeatureMapsForecast of(FeatureMaps wish, SizeRule.Size image) {
    int maps = 0;
    int largest = 0;
    for (String layer : wish.layers()) {
      int filters = wish.filters().isEmpty() ? filters(block(layer)) : wish.filters().size();
      maps += filters;
      largest = Math.max(largest, filters);
    }
    int pools = block(wish.layers().get(0)) - 1;
    return new FeatureMapsForecast(
        maps, new SizeRule.Size(image.height() >> pools, image.width() >> pools), largest);
  }

  /** Of {@code block3_conv1}. */
  private static int block(String layer) {
    return Character.getNumericValue(layer.charAt("block".length()));
  }

  /** VGG19's: 64 in the first block, twice as many in each that follows, at most 512. */
  private static int filters(int block) {
    return Math.min(64 << block - 1, 512);
  }

  private long bytes(int slices) {
    return (long) slices * size.height() * size.width() * Float.BYTES;
  }

  /**
   * Of the stack and, while the run goes on, of a layer's frame as it comes and as it is taken
   * apart.
   */
  long promisedBytes() {
    return bytes(maps) + 2 * bytes(largestLayer);
  }

  /** For dialogs. */
  String inWords(long freeBytes) {
    return String.format(
        Locale.ROOT,
        "At most %d maps of %d×%d, %,.0f MB; the run takes %,.0f MB of %,.0f MB free.",
        maps,
        size.width(),
        size.height(),
        bytes(maps) / MEGA,
        promisedBytes() / MEGA,
        freeBytes / MEGA);
  }

  /**
   * Requires that a run fits.
   *
   * @throws IllegalStateException with a sentence for the user if it doesn't
   */
  void requireWithin(long freeBytes) {
    if (promisedBytes() > freeBytes) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "%d maps of %d×%d take %,.0f MB, and ImageJ has %,.0f MB free: choose fewer layers or"
                  + " filters, make them smaller (size), close images, or give ImageJ more memory"
                  + " (Edit > Options > Memory & Threads)",
              maps,
              size.width(),
              size.height(),
              promisedBytes() / MEGA,
              freeBytes / MEGA));
    }
  }
}
