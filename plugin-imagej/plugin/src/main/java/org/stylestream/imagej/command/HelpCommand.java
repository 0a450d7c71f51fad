package org.stylestream.imagej.command;

import ij.IJ;
import ij.text.TextWindow;
import java.util.Map;

/** Shows what there is to know of all commands and their options. */
public final class HelpCommand implements PluginCommand {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 600;

  private final String text;

  /**
   * @param text plain
   */
  public HelpCommand(String text) {
    this.text = text;
  }

  @Override
  public String id() {
    return "help";
  }

  @Override
  public void runFromMenu() {
    if (Caller.seesWindows()) {
      new TextWindow("StyleStream Help", text, WIDTH, HEIGHT);
    } else {
      IJ.log(text);
    }
  }

  @Override
  public void runFromMacro(String options) {
    runFromMenu();
  }

  @Override
  public Map<String, Object> call(Map<String, Object> inputs) {
    return Map.of("help", text);
  }
}
