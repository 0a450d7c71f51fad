package org.stylestream.imagej.command;

import ij.plugin.frame.Recorder;
import java.util.Optional;
import org.stylestream.imagej.options.OptionValues;

/**
 * Writes what runs a command again into ImageJ's recorder. What the recorder would write by itself
 * has labels for keys, in lower case.
 */
final class MacroRecorder {
  private final Optional<String> command;

  private MacroRecorder(Optional<String> command) {
    this.command = command;
  }

  /** Of the command that is being run, if it is recorded. */
  static MacroRecorder ofThisCommand() {
    return new MacroRecorder(Optional.ofNullable(Recorder.record ? Recorder.getCommand() : null));
  }

  /** Records the command with its options. */
  void record(OptionValues values) {
    command.ifPresent(
        name -> {
          Recorder.disableCommandRecording();
          Recorder.recordString(
              "%s(\"%s\", \"%s\");\n"
                  .formatted(
                      Recorder.scriptMode() ? "IJ.run" : "run",
                      name,
                      Recorder.fixString(values.toMacroString())));
        });
  }
}
