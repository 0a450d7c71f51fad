package org.stylestream.imagej.command;

import ij.IJ;
import ij.macro.Interpreter;
import java.awt.GraphicsEnvironment;

/** Who runs a command, and so what may be shown, who waits, and where failures go. */
enum Caller {
  /** A user at the menu: the command returns at once and goes on behind. */
  USER,
  /** A macro: it waits, and a failure ends it. */
  MACRO,
  /** A program: it waits, and failures are thrown. */
  PROGRAM;

  /** Somebody at the menu, or a macro that asks for the dialog. */
  static Caller ofMenu() {
    return IJ.isMacro() ? MACRO : USER;
  }

  /** Whether windows can be opened. */
  static boolean seesWindows() {
    return !GraphicsEnvironment.isHeadless()
        && !Interpreter.isBatchMode()
        && IJ.getInstance() != null;
  }
}
