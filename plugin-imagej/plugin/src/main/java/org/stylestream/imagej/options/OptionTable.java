package org.stylestream.imagej.options;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The options of a command. Values that it gives out are right: each by itself, and all together.
 *
 * @param command as the menu names it, without dots
 * @param options in the order of dialog and help
 * @param rules throws an {@link OptionException} for values that don't go together
 */
public record OptionTable(String command, List<Option<?>> options, Consumer<OptionValues> rules) {
  public OptionTable {
    options = List.copyOf(options);
  }

  /**
   * The values of a macro's options, as {@code size=512 styles=[the wave.jpg] plot}.
   *
   * @throws OptionException if one is unknown or wrong, or they don't go together
   */
  public OptionValues parse(String macroOptions) {
    return parse(macroOptions, name -> Optional.empty());
  }

  /**
   * The same in a macro that has variables.
   *
   * @param variables by name: {@code size=&name} has the variable's value
   */
  public OptionValues parse(String macroOptions, Function<String, Optional<String>> variables) {
    return read(MacroText.read(macroOptions, variables));
  }

  /**
   * The values of texts by key; what is left out is standard. Keys are the same in upper and lower
   * case, as ImageJ's recorder writes them.
   *
   * @throws OptionException if one is unknown or wrong, or they don't go together
   */
  public OptionValues read(Map<String, String> texts) {
    OptionValues values = readEach(texts);
    rules.accept(values);
    return values;
  }

  /**
   * The same without the rules, for a dialog that isn't filled in yet.
   *
   * @throws OptionException if one is unknown or wrong
   */
  public OptionValues readEach(Map<String, String> texts) {
    Map<Option<?>, Object> values = new LinkedHashMap<>();
    options.forEach(option -> values.put(option, option.standard()));
    texts.forEach(
        (key, text) -> {
          Option<?> option = named(key);
          values.put(option, option.read(text));
        });
    return new OptionValues(values);
  }

  /** The standard values, which need not go together. */
  public OptionValues standard() {
    return readEach(Map.of());
  }

  private Option<?> named(String key) {
    return options.stream()
        .filter(option -> option.key().equalsIgnoreCase(key))
        .findFirst()
        .orElseThrow(() -> new OptionException(unknown(key)));
  }

  private String unknown(String key) {
    return "%s has no option %s; %s"
        .formatted(
            command,
            key,
            similar(key)
                .map("did you mean %s?"::formatted)
                .orElseGet(
                    () ->
                        "it has "
                            + options.stream().map(Option::key).collect(Collectors.joining(", "))));
  }

  private Optional<String> similar(String key) {
    String lower = key.toLowerCase(Locale.ROOT);
    return options.stream()
        .map(Option::key)
        .filter(known -> distance(lower, known.toLowerCase(Locale.ROOT)) <= 2)
        .min(Comparator.comparingInt(known -> distance(lower, known.toLowerCase(Locale.ROOT))));
  }

  /** Levenshtein's: letters to insert, remove or change. */
  private static int distance(String a, String b) {
    int[] above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(changed, Math.min(above[j], row[j - 1]) + 1);
      }
      above = row;
    }
    return above[b.length()];
  }
}
