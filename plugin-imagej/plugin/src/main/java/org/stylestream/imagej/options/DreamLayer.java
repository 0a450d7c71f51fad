package org.stylestream.imagej.options;

import org.stylestream.imagej.options.OptionType.Decimal;

/**
 * A layer that a dream amplifies.
 *
 * @param coefficient of its loss; below 0 it is made weaker
 */
record DreamLayer(String layer, double coefficient) {
  private static final Decimal COEFFICIENT = new Decimal(-1e6, 1e6);

  /**
   * Reads {@code block5_conv1}, which has the coefficient 1, or {@code conv4_3=0.5}.
   *
   * @throws IllegalArgumentException with what it must be
   */
  static DreamLayer parse(String text) {
    String[] parts = text.split("=", 2);
    return new DreamLayer(
        LayerOptions.LAYER.read(parts[0]), parts.length == 1 ? 1 : COEFFICIENT.read(parts[1]));
  }

  String text() {
    return layer + "=" + COEFFICIENT.write(coefficient);
  }
}
