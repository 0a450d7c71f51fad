package org.stylestream.imagej.command;

import ij.ImagePlus;
import ij.macro.Interpreter;
import java.io.File;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.stylestream.imagej.dialog.OptionsDialog;
import org.stylestream.imagej.options.OptionTable;
import org.stylestream.imagej.options.OptionValues;
import org.stylestream.imagej.picture.PictureFinder;

/**
 * A command with options, which come from a dialog, a macro or a program. A user's run goes on in a
 * thread of its own; macros and programs wait.
 */
final class OptionsCommand implements PluginCommand {
  private final String id;
  private final OptionTable table;
  private final OptionsDialog dialog;
  private final Work work;

  /** What is done with the options. */
  interface Work {
    /**
     * Does it.
     *
     * @throws IllegalArgumentException with a sentence for the user if the options can't be
     * @throws IllegalStateException with a sentence for the user if it fails
     */
    Outcome run(OptionValues values, PictureFinder pictures);

    /** Remembers, beyond ImageJ's end, what a user asked for and got. */
    default void remember(OptionValues values) {
      // Most only matter until the dialog opens again.
    }

    /** The texts by key that were remembered; what is left out is standard. */
    default Map<String, String> remembered() {
      return Map.of();
    }
  }

  /**
   * @param summary what the command does, in one sentence
   * @param forecast what values come to, in words
   */
  OptionsCommand(
      String id,
      OptionTable table,
      String summary,
      Function<OptionValues, String> forecast,
      Work work) {
    this.id = id;
    this.table = table;
    this.work = work;
    this.dialog = new OptionsDialog(table, summary, forecast, work.remembered());
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public void runFromMenu() {
    Caller caller = Caller.ofMenu();
    try {
      MacroRecorder recorder = MacroRecorder.ofThisCommand();
      Optional<OptionValues> answer = dialog.ask();
      answer.ifPresent(recorder::record);
      answer.ifPresent(values -> start(values, caller));
    } catch (RuntimeException e) {
      tell(e, caller);
    }
  }

  private void start(OptionValues values, Caller caller) {
    if (caller == Caller.MACRO) {
      run(values, caller);
      return;
    }
    Thread thread = new Thread(() -> run(values, caller), "StyleStream: " + table.command());
    thread.setDaemon(true);
    thread.start();
  }

  private void run(OptionValues values, Caller caller) {
    try {
      work.run(values, new PictureFinder(Map.of()));
      if (caller == Caller.USER) {
        work.remember(values);
      }
    } catch (RuntimeException | OutOfMemoryError e) {
      tell(e, caller);
    }
  }

  private void tell(Throwable failure, Caller caller) {
    Failures failures = new Failures(table.command());
    if (caller == Caller.MACRO) {
      failures.endMacro(failure);
    } else {
      failures.show(failure);
    }
  }

  @Override
  public void runFromMacro(String options) {
    OptionValues values;
    try {
      values = table.parse(options, OptionsCommand::macroVariable);
    } catch (RuntimeException e) {
      tell(e, Caller.MACRO);
      return;
    }
    run(values, Caller.MACRO);
  }

  private static Optional<String> macroVariable(String name) {
    return Optional.ofNullable(Interpreter.getInstance())
        .map(interpreter -> interpreter.getVariableAsString(name));
  }

  @Override
  public Map<String, Object> call(Map<String, Object> inputs) {
    Map<String, String> texts = new LinkedHashMap<>();
    Map<String, ImagePlus> images = new LinkedHashMap<>();
    inputs.forEach(
        (key, value) -> {
          if (value instanceof ImagePlus image) {
            images.put("the input " + key, image);
            texts.put(key, "the input " + key);
          } else {
            texts.put(key, value instanceof File file ? file.getPath() : value.toString());
          }
        });
    try {
      return work.run(table.read(texts), new PictureFinder(images)).byName();
    } catch (OutOfMemoryError e) {
      throw new IllegalStateException(Failures.sentence(e), e);
    }
  }
}
