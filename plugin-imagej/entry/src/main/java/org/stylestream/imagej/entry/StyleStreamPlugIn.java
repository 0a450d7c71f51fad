package org.stylestream.imagej.entry;

import ij.IJ;
import ij.Macro;
import ij.plugin.PlugIn;

/** The commands of the menu; plugins.config gives each its id as the argument. */
public final class StyleStreamPlugIn implements PlugIn {
  @Override
  public void run(String commandId) {
    try {
      ProcessFrontEnd.get().run(commandId, Macro.getOptions());
    } catch (PluginUnusableException e) {
      IJ.error("StyleStream", e.getMessage());
    }
  }
}
