package org.stylestream.imagej.entry;

import java.util.Map;

/**
 * What the plugin does, behind its class loader: all that the entry knows of it. Found with {@link
 * java.util.ServiceLoader}; there is one in a process.
 */
public interface FrontEnd {
  /**
   * Runs a command of the menu. Failures are told to the user, and end the macro where there is
   * one.
   *
   * @param commandId as in plugins.config: {@code style-transfer}
   * @param macroOptions the options of the macro that calls, null from the menu
   */
  void run(String commandId, String macroOptions);

  /**
   * Runs a command for a program, and waits for its end.
   *
   * @param commandId as in plugins.config: {@code style-transfer}
   * @param inputs by option: String, Number, Boolean, File or ij.ImagePlus; none is null
   * @return outputs by name: {@code output} an ij.ImagePlus, {@code losses} an
   *     ij.measure.ResultsTable
   * @throws IllegalArgumentException if an input can't be; its message is one sentence for the user
   * @throws IllegalStateException if the command fails; its message is one sentence for the user
   */
  Map<String, Object> call(String commandId, Map<String, Object> inputs);
}
