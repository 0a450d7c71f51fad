package org.stylestream.imagej.options;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What is asked of a command: a value for each of its options. They go together. */
public final class OptionValues {
  private final Map<Option<?>, Object> values;

  /**
   * @param values as the options' types have them
   */
  OptionValues(Map<Option<?>, Object> values) {
    this.values = new LinkedHashMap<>(values);
  }

  /** The value of an option of this command. */
  @SuppressWarnings("unchecked") // The table has read it with the option's own type.
  public <T> T get(Option<T> option) {
    Object value = values.get(option);
    if (value == null) {
      throw new IllegalArgumentException("this command has no option " + option.key());
    }
    return (T) value;
  }

  /** Whether this command has an option. */
  public boolean has(Option<?> option) {
    return values.containsKey(option);
  }

  /** The texts of all values by key, in order; empty for those that are absent. */
  public Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    values.keySet().forEach(option -> texts.put(option.key(), text(option)));
    return texts;
  }

  private <T> String text(Option<T> option) {
    return option.type().write(get(option));
  }

  /**
   * What {@link OptionTable#parse} makes the same values of. All are written but those that are
   * absent, so that a recorded macro does the same when a default has changed.
   */
  public String toMacroString() {
    return texts().entrySet().stream()
        .filter(entry -> !entry.getValue().isEmpty())
        .map(entry -> MacroText.write(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(" "));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OptionValues others && values.equals(others.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return toMacroString();
  }
}
