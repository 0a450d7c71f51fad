package org.stylestream.compute.preset;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the generated image's size follows from the content image's; aspect is kept by all but {@link
 * Exactly}.
 */
public sealed interface SizeRule {
  /** The content image's own size. */
  record Native() implements SizeRule {}

  /** The longer side gets this many pixels. */
  record LongSide(int pixels) implements SizeRule {}

  /** The shorter side gets this many pixels. */
  record ShortSide(int pixels) implements SizeRule {}

  /** The height gets this many pixels. */
  record Height(int pixels) implements SizeRule {}

  /** The width gets this many pixels. */
  record Width(int pixels) implements SizeRule {}

  /** This size, whatever the aspect. */
  record Exactly(int width, int height) implements SizeRule {}

  /** A size in pixels. */
  record Size(int height, int width) {
    /** Both sides multiplied by {@code factor}, rounded, and at least {@code smallest}. */
    public Size times(double factor, int smallest) {
      return new Size(
          Math.max(smallest, (int) Math.round(height * factor)),
          Math.max(smallest, (int) Math.round(width * factor)));
    }
  }

  /** The generated image's size for a content image of height × width. */
  default Size apply(int height, int width) {
    if (this instanceof Exactly exactly) {
      return new Size(exactly.height(), exactly.width());
    }
    double factor = factor(height, width);
    return new Size(scaled(height, factor), scaled(width, factor));
  }

  private double factor(int height, int width) {
    if (this instanceof LongSide side) {
      return (double) side.pixels() / Math.max(height, width);
    }
    if (this instanceof ShortSide side) {
      return (double) side.pixels() / Math.min(height, width);
    }
    if (this instanceof Height side) {
      return (double) side.pixels() / height;
    }
    if (this instanceof Width side) {
      return (double) side.pixels() / width;
    }
    return 1;
  }

  private static int scaled(int side, double factor) {
    return Math.max(1, (int) Math.round(side * factor));
  }

  /** The text that {@link #parse} reads. */
  default String text() {
    if (this instanceof LongSide side) {
      return Integer.toString(side.pixels());
    }
    if (this instanceof ShortSide side) {
      return "s" + side.pixels();
    }
    if (this instanceof Height side) {
      return "h" + side.pixels();
    }
    if (this instanceof Width side) {
      return "w" + side.pixels();
    }
    if (this instanceof Exactly exactly) {
      return exactly.width() + "x" + exactly.height();
    }
    return "native";
  }

  /**
   * Reads {@code 512} (long side), {@code s512} (short side), {@code h400}, {@code w600}, {@code
   * 640x480} (width × height) or {@code native}.
   *
   * @throws IllegalArgumentException with a sentence that names the text and the forms
   */
  static SizeRule parse(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.equals("native")) {
      return new Native();
    }
    Matcher matcher = Pattern.compile("(\\d{1,5})x(\\d{1,5})|([shw]?)(\\d{1,5})").matcher(lower);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'%s' is no size; write 512 (long side), s512 (short side), h400 (height), w600 (width), 640x480 or native"
              .formatted(text));
    }
    if (matcher.group(1) != null) {
      return new Exactly(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }
    int pixels = Integer.parseInt(matcher.group(4));
    return switch (matcher.group(3)) {
      case "s" -> new ShortSide(pixels);
      case "h" -> new Height(pixels);
      case "w" -> new Width(pixels);
      default -> new LongSide(pixels);
    };
  }
}
