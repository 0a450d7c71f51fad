package org.stylestream.imagej.options;

import java.util.List;
import java.util.stream.Collectors;

/** What there is to know of a command's options, for people. */
public final class HelpText {
  private HelpText() {}

  /**
   * As HTML, the way ImageJ shows it.
   *
   * @param summary what the command does, in one sentence
   */
  public static String html(OptionTable table, String summary) {
    StringBuilder html =
        new StringBuilder("<html><h2>%s</h2><p>%s</p>".formatted(table.command(), summary));
    for (Section section : Section.values()) {
      List<Option<?>> options =
          table.options().stream().filter(option -> option.section() == section).toList();
      if (!options.isEmpty()) {
        html.append("<h3>%s</h3><table cellpadding=2>".formatted(section.title()));
        options.forEach(
            option ->
                html.append(
                    "<tr valign=top><td><b>%s</b></td><td><code>%s</code></td><td>%s%s</td></tr>"
                        .formatted(
                            option.label(),
                            option.key(),
                            escaped(option.help()),
                            choices(option))));
        html.append("</table>");
      }
    }
    return html.append("</html>").toString();
  }

  /**
   * As plain text: a line an option, with its key.
   *
   * @param summary what the command does, in one sentence
   */
  public static String text(OptionTable table, String summary) {
    return table.options().stream()
        .map(option -> "  %-16s %s%s".formatted(option.key(), option.help(), choices(option)))
        .collect(Collectors.joining("\n", table.command() + "... " + summary + "\n", "\n"));
  }

  private static String choices(Option<?> option) {
    List<String> words = words(option.type());
    String standard = standard(option);
    return (words.isEmpty() ? "" : " One of " + String.join(", ", words) + ".")
        + (standard.isEmpty() ? "" : " Default: " + standard + ".");
  }

  private static List<String> words(OptionType<?> type) {
    if (type instanceof OptionType.Maybe<?> maybe) {
      return words(maybe.type());
    }
    if (type instanceof OptionType.Choice choice) {
      return choice.words();
    }
    return type instanceof OptionType.Named<?> named ? named.words() : List.of();
  }

  private static <T> String standard(Option<T> option) {
    return option.type().write(option.standard());
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
