package org.stylestream.protocol.job;

/** How the size of a result is written. */
final class SizeText {
  /** Numbers of pixels have one to five digits and don't begin with 0. */
  static final String PATTERN = "native|[shw]?[1-9][0-9]{0,4}|[1-9][0-9]{0,4}x[1-9][0-9]{0,4}";

  /** {@link #PATTERN} in words. */
  static final String WORDS =
      "512 (long side), s512 (short side), h400 (height), w600 (width), 640x480 (width × height)"
          + " or native";

  private SizeText() {}
}
