package org.stylestream.imagej.entry;

import ij.IJ;
import ij.Macro;
import ij.macro.Interpreter;
import ij.plugin.PlugIn;
import java.awt.GraphicsEnvironment;

/** The commands of the menu; plugins.config gives each its id as the argument. */
public final class StyleStreamPlugIn implements PlugIn {
  private static final String TITLE = "StyleStream";

  @Override
  public void run(String commandId) {
    try {
      ProcessFrontEnd.get().run(commandId, Macro.getOptions());
    } catch (PluginUnusableException e) {
      tell(e.getMessage());
    }
  }

  /** Ends the macro, if there is one; without a screen ImageJ's own way would print a trace. */
  private static void tell(String sentence) {
    Interpreter macro = Interpreter.getInstance();
    if (macro == null || !GraphicsEnvironment.isHeadless()) {
      IJ.error(TITLE, sentence);
      return;
    }
    IJ.log(TITLE + ": " + sentence);
    macro.setIgnoreErrors(true);
    macro.abort(sentence);
  }
}
