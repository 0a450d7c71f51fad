package org.stylestream.service.picture;

import java.util.Comparator;
import java.util.regex.Pattern;

/** As people count: {@code frame2.png} before {@code frame10.png}. */
final class NaturalOrder implements Comparator<String> {
  private static final Pattern BOUNDARY =
      Pattern.compile("(?<=[0-9])(?=[^0-9])|(?<=[^0-9])(?=[0-9])");

  @Override
  public int compare(String a, String b) {
    String[] left = BOUNDARY.split(a);
    String[] right = BOUNDARY.split(b);
    for (int i = 0; i < Math.min(left.length, right.length); i++) {
      int order = comparePart(left[i], right[i]);
      if (order != 0) {
        return order;
      }
    }
    int order = Integer.compare(left.length, right.length);
    return order != 0 ? order : a.compareTo(b);
  }

  private static int comparePart(String a, String b) {
    if (!isNumber(a) || !isNumber(b)) {
      return a.compareToIgnoreCase(b);
    }
    String left = a.replaceFirst("^0+(?=.)", "");
    String right = b.replaceFirst("^0+(?=.)", "");
    int order = Integer.compare(left.length(), right.length());
    return order != 0 ? order : left.compareTo(right);
  }

  private static boolean isNumber(String part) {
    return !part.isEmpty() && part.charAt(0) >= '0' && part.charAt(0) <= '9';
  }
}
