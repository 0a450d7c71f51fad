package org.stylestream.service.watch;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads Prometheus' text format 0.0.4 as its description says, and refuses what promtool's {@code
 * check metrics} complains of.
 */
final class ExpositionFormat {
  private static final Pattern HELP =
      Pattern.compile("# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) ((?:[^\\\\]|\\\\\\\\|\\\\n)+)");
  private static final Pattern TYPE =
      Pattern.compile(
          "# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram|summary|untyped)");
  private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\]|\\\\[\\\\\"n])*\"";
  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(%1$s(?:,%1$s)*)\\})? (\\S+)".formatted(LABEL));

  private final Map<String, String> types = new HashMap<>();
  private final Set<String> helped = new HashSet<>();
  private final Map<String, Double> samples = new LinkedHashMap<>();
  private String family = "";

  private ExpositionFormat() {}

  /** The values by series. */
  static Map<String, Double> read(String text) {
    if (!text.endsWith("\n")) {
      throw new IllegalArgumentException("the last line must end in a line feed");
    }
    ExpositionFormat format = new ExpositionFormat();
    text.lines().forEach(format::line);
    return format.samples;
  }

  private void line(String line) {
    Matcher help = HELP.matcher(line);
    Matcher type = TYPE.matcher(line);
    if (help.matches()) {
      family = help.group(1);
      require(helped.add(family), line);
    } else if (type.matches()) {
      require(type.group(1).equals(family), line);
      require(types.put(family, type.group(2)) == null, line);
      require(type.group(2).equals("counter") == family.endsWith("_total"), line);
    } else {
      Matcher sample = SAMPLE.matcher(line);
      require(sample.matches(), line);
      sample(line, sample);
    }
  }

  private void sample(String line, Matcher sample) {
    String name = sample.group(1);
    boolean summary = "summary".equals(types.get(family));
    require(summary ? name.matches(family + "_(sum|count)") : name.equals(family), line);
    String series = line.substring(0, line.lastIndexOf(' '));
    double value = Double.parseDouble(sample.group(3));
    require(samples.put(series, value) == null, line);
    require(!"counter".equals(types.get(family)) || value >= 0, line);
  }

  private static void require(boolean right, String line) {
    if (!right) {
      throw new IllegalArgumentException("not as the format says: " + line);
    }
  }
}
