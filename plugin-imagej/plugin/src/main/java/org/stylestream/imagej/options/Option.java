package org.stylestream.imagej.options;

/** An option of a command, declared once. */
public final class Option<T> {
  private final String key;
  private final String label;
  private final Section section;
  private final OptionType<T> type;
  private final T standard;
  private final String help;
  private final boolean special;

  private Option(
      String key,
      String label,
      Section section,
      OptionType<T> type,
      T standard,
      String help,
      boolean special) {
    this.key = key;
    this.label = label;
    this.section = section;
    this.type = type;
    this.standard = standard;
    this.help = help;
    this.special = special;
  }

  /**
   * An option.
   *
   * @param key in macros and scripts, in camel case; the end of no other key of a command, because
   *     ImageJ's own reader takes it for that one
   * @param label in dialogs
   * @param standard the value where none is given
   * @param help one sentence for people
   */
  public static <T> Option<T> of(
      String key, String label, Section section, OptionType<T> type, T standard, String help) {
    return new Option<>(key, label, section, type, standard, help, false);
  }

  /** The same for those who know what they do: dialogs show it only when asked to. */
  Option<T> special() {
    return new Option<>(key, label, section, type, standard, help, true);
  }

  /** The key in macros and scripts. */
  public String key() {
    return key;
  }

  /** The label in dialogs. */
  public String label() {
    return label;
  }

  /** Where it stands. */
  public Section section() {
    return section;
  }

  /** What its values are. */
  public OptionType<T> type() {
    return type;
  }

  /** The value where none is given. */
  public T standard() {
    return standard;
  }

  /** One sentence for people. */
  public String help() {
    return help;
  }

  /** Whether dialogs show it only when asked to. */
  public boolean isSpecial() {
    return special;
  }

  T read(String text) {
    try {
      return type.read(text);
    } catch (OptionException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw OptionException.of(key, text, e.getMessage());
    }
  }

  @Override
  public String toString() {
    return key;
  }
}
