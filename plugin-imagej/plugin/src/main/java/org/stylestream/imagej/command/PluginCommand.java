package org.stylestream.imagej.command;

import java.util.Map;

/** A command of the menu. */
public interface PluginCommand {
  /** As in plugins.config: {@code style-transfer}. */
  String id();

  /** Runs it as the user asks for it: opens its dialog. */
  void runFromMenu();

  /** Runs it as a macro asks for it, and waits for its end. */
  void runFromMacro(String options);

  /**
   * Runs it for a program, and waits for its end: see {@link
   * org.stylestream.imagej.entry.FrontEnd#call}.
   */
  Map<String, Object> call(Map<String, Object> inputs);
}
