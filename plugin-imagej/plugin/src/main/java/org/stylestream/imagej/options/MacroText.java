package org.stylestream.imagej.options;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The options of ImageJ's macros: {@code key=value key=[a value] key}, the last for {@code
 * key=true}. Brackets inside of brackets are part of the value where they match, as in ImageJ's own
 * reader; what a macro's string can't hold is written as its hexadecimal code: {@code %22}.
 */
final class MacroText {
  /** What {@link #write} encodes, so that other percent signs of file names stay as they are. */
  private static final Pattern ENCODED = Pattern.compile("%(0[9ADad]|2[256]|5[BCDbcd]|27)");

  private final String text;
  private final Function<String, Optional<String>> variables;
  private int position;

  private MacroText(String text, Function<String, Optional<String>> variables) {
    this.text = text;
    this.variables = variables;
  }

  /**
   * The values by key.
   *
   * @param variables of the macro, by name: {@code key=&name} has the variable's value
   * @throws OptionException if it isn't such a text
   */
  static Map<String, String> read(String text, Function<String, Optional<String>> variables) {
    return new MacroText(text, variables).pairs();
  }

  private Map<String, String> pairs() {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (skipSpace(); position < text.length(); skipSpace()) {
      String key = upTo("= \t\r\n");
      if (pairs.put(key, value(key)) != null) {
        throw new OptionException("%s is there twice; leave one out".formatted(key));
      }
    }
    return pairs;
  }

  private void skipSpace() {
    while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
      position++;
    }
  }

  private String upTo(String ends) {
    int start = position;
    while (position < text.length() && ends.indexOf(text.charAt(position)) < 0) {
      position++;
    }
    return text.substring(start, position);
  }

  private String value(String key) {
    if (position >= text.length() || text.charAt(position) != '=') {
      return "true";
    }
    position++;
    String raw = raw(key);
    if (!raw.startsWith("&")) {
      return decoded(raw);
    }
    return variables
        .apply(raw.substring(1))
        .orElseThrow(
            () ->
                new OptionException(
                    "%s=%s names a variable that the macro doesn't have".formatted(key, raw)));
  }

  private String raw(String key) {
    if (text.startsWith("[", position)) {
      return bracketed(key);
    }
    if (text.startsWith("'", position)) {
      return quoted(key);
    }
    return upTo(" \t\r\n");
  }

  private String bracketed(String key) {
    int start = position + 1;
    int depth = 0;
    for (; position < text.length(); position++) {
      depth += depthChange(text.charAt(position));
      if (depth == 0) {
        return text.substring(start, position++);
      }
    }
    throw new OptionException("%s has no closing bracket; write %s=[…]".formatted(key, key));
  }

  private String quoted(String key) {
    int start = position + 1;
    int end = text.indexOf('\'', start);
    if (end < 0) {
      throw new OptionException("%s has no closing quote; write %s=[…]".formatted(key, key));
    }
    position = end + 1;
    return text.substring(start, end);
  }

  private static int depthChange(char character) {
    return character == '[' ? 1 : character == ']' ? -1 : 0;
  }

  private static String decoded(String value) {
    return ENCODED
        .matcher(value)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    String.valueOf((char) Integer.parseInt(match.group(1), 16))));
  }

  /** A key with its value. */
  static String write(String key, String value) {
    String encoded = encoded(value);
    boolean bare =
        encoded.chars().noneMatch(c -> Character.isWhitespace(c) || c == '[' || c == ']');
    return bare ? key + "=" + encoded : key + "=[" + encoded + "]";
  }

  private static String encoded(String value) {
    boolean balanced = balanced(value);
    StringBuilder encoded = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (mustBeEncoded(value, i) || (!balanced && depthChange(c) != 0)) {
        encoded.append("%%%02X".formatted((int) c));
      } else {
        encoded.append(c);
      }
    }
    return encoded.toString();
  }

  private static boolean mustBeEncoded(String value, int index) {
    char c = value.charAt(index);
    // ImageJ takes what begins with & for a macro's variable, and a quote for one around the value.
    boolean first = index == 0 && (c == '&' || c == '\'');
    return first
        || "\"\\\t\r\n".indexOf(c) >= 0
        || (c == '%' && ENCODED.matcher(value).region(index, value.length()).lookingAt());
  }

  private static boolean balanced(String value) {
    int depth = 0;
    for (int i = 0; i < value.length() && depth >= 0; i++) {
      depth += depthChange(value.charAt(i));
    }
    return depth == 0;
  }
}
