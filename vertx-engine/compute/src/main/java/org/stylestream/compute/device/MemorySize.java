package org.stylestream.compute.device;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of memory that people write down.
 *
 * @param bytes at least 1
 */
public record MemorySize(long bytes) {
  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,6})([gGmM])");
  private static final int GIGABYTE_SHIFT = 30;
  private static final int MEGABYTE_SHIFT = 20;

  /**
   * That of a text, as {@code 900m} or {@code 4g}.
   *
   * @throws IllegalArgumentException if it is none; the message says what it must be
   */
  public static MemorySize parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "it must be a whole number of megabytes or gigabytes, as 900m or 4g");
    }
    boolean giga = matcher.group(2).equalsIgnoreCase("g");
    return new MemorySize(
        Long.parseLong(matcher.group(1)) << (giga ? GIGABYTE_SHIFT : MEGABYTE_SHIFT));
  }

  /** What {@link #parse} makes the same of, in whole megabytes. */
  public String text() {
    long megabytes = bytes >> MEGABYTE_SHIFT;
    return megabytes % 1024 == 0 ? megabytes / 1024 + "g" : megabytes + "m";
  }
}
