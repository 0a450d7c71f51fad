package org.stylestream.protocol.record;

/** Texts as UTF-8 can hold them, and as sentences can quote them. */
final class UnicodeText {
  private static final int LONGEST_QUOTE = 60;

  private UnicodeText() {}

  /** Whether every surrogate has its other half; UTF-8 has no bytes for a lone one. */
  static boolean isWellFormed(String text) {
    return text.codePoints().noneMatch(UnicodeText::isLoneSurrogate);
  }

  /** The beginning of a text that somebody else has written, without characters that do harm. */
  static String quoted(String text) {
    StringBuilder quote = new StringBuilder();
    text.codePoints()
        .limit(LONGEST_QUOTE)
        .map(point -> isLoneSurrogate(point) || Character.isISOControl(point) ? '?' : point)
        .forEach(quote::appendCodePoint);
    return text.codePointCount(0, text.length()) > LONGEST_QUOTE
        ? quote.append('…').toString()
        : quote.toString();
  }

  private static boolean isLoneSurrogate(int point) {
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
  }
}
