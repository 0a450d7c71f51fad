package org.stylestream.service.cli.terminal;

import java.util.Locale;

/** Numbers as people like to read them. */
public final class Readable {
  private static final String[] UNITS = {"bytes", "kB", "MB", "GB", "TB"};

  private Readable() {}

  /** A time as 0:07, 12:30 or 1:02:03. */
  public static String time(double seconds) {
    long whole = Math.round(Math.max(0, seconds));
    return whole < 3600
        ? "%d:%02d".formatted(whole / 60, whole % 60)
        : "%d:%02d:%02d".formatted(whole / 3600, whole / 60 % 60, whole % 60);
  }

  /** A size in decimal units, as 80 MB or 1.2 GB. */
  public static String bytes(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 999.5 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    boolean decimal = unit > 0 && value < 9.95;
    return String.format(Locale.ROOT, decimal ? "%.1f %s" : "%.0f %s", value, UNITS[unit]);
  }

  /** A number with four digits that count, as 1234, 0.01234 or 1.234e+07. */
  public static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }

  /** A rate to two digits that count. */
  public static String rate(double perSecond) {
    return String.format(Locale.ROOT, perSecond < 9.95 ? "%.1f" : "%.0f", perSecond);
  }
}
