package org.stylestream.imagej.command;

import ij.Prefs;
import org.stylestream.imagej.engine.EngineChoice;
import org.stylestream.imagej.options.EngineOptions;
import org.stylestream.imagej.options.OptionException;
import org.stylestream.imagej.options.OptionValues;

/** The engine that a user chose in the dialog, among ImageJ's preferences. */
public final class RememberedEngine {
  private static final String KEY = "stylestream.engine";

  private RememberedEngine() {}

  /** The choice; the local engine where there is none. */
  public static EngineChoice choice() {
    return EngineOptions.choice(load());
  }

  static OptionValues load() {
    try {
      return EngineOptions.TABLE.parse(Prefs.get(KEY, ""));
    } catch (OptionException e) {
      // Of an older version.
      return EngineOptions.TABLE.standard();
    }
  }

  static void save(OptionValues values) {
    Prefs.set(KEY, values.toMacroString());
  }
}
