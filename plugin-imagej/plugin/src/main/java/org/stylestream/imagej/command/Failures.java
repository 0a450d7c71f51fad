package org.stylestream.imagej.command;

import ij.IJ;
import ij.macro.Interpreter;
import java.awt.GraphicsEnvironment;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Tells whoever runs a command why it came to nothing, in one sentence. */
final class Failures {
  private static final Logger LOG = Logger.getLogger(Failures.class.getName());

  /** ImageJ's message boxes don't wrap. */
  private static final int LINE = 70;

  private final String title;

  /**
   * @param title of the message
   */
  Failures(String title) {
    this.title = title;
  }

  /** The sentence of what was thrown. */
  static String sentence(Throwable failure) {
    if (failure instanceof OutOfMemoryError) {
      return "there is not enough memory for this picture: make it smaller (size), keep fewer"
          + " slices (keepEvery), or give ImageJ more memory (Edit > Options > Memory & Threads)";
    }
    if (failure instanceof IllegalArgumentException || failure instanceof IllegalStateException) {
      return String.valueOf(failure.getMessage());
    }
    LOG.log(Level.WARNING, "A command failed", failure);
    return "something went wrong inside StyleStream: " + failure;
  }

  /** Ends the macro with a sentence. */
  void endMacro(Throwable failure) {
    clearStatus();
    if (GraphicsEnvironment.isHeadless()) {
      endWithoutWindows(sentence(failure));
    } else {
      IJ.error(title, wrapped(sentence(failure)));
    }
  }

  /** ImageJ's own way of ending a macro tries to open a window, and prints a trace instead. */
  private void endWithoutWindows(String sentence) {
    Interpreter macro = Interpreter.getInstance();
    if (macro == null) {
      IJ.redirectErrorMessages(true);
      IJ.error(title, sentence);
      return;
    }
    IJ.log(title + ": " + sentence);
    macro.setIgnoreErrors(true);
    macro.abort(sentence);
  }

  /** Shows a sentence to the user, and leaves macros alone that may be running. */
  void show(Throwable failure) {
    clearStatus();
    IJ.showMessage(title, wrapped(sentence(failure)));
  }

  private static void clearStatus() {
    IJ.showStatus("");
    IJ.showProgress(1);
  }

  private static String wrapped(String sentence) {
    StringBuilder lines = new StringBuilder();
    int column = 0;
    for (String word : sentence.split(" ")) {
      if (column > 0 && column + word.length() > LINE) {
        lines.append('\n');
        column = 0;
      }
      lines.append(column == 0 ? "" : " ").append(word);
      column += word.length() + 1;
    }
    return lines.toString();
  }
}
