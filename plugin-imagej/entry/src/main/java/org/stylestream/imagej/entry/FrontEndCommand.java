package org.stylestream.imagej.entry;

import java.util.LinkedHashMap;
import java.util.Map;
import org.scijava.command.DynamicCommand;
import org.scijava.module.ModuleItem;

/**
 * A command for SciJava: scripts, {@code --run} and programs. It has no place in the menu, where it
 * would stand twice. Its inputs and outputs are the fields of the class, named like the options of
 * the front end's command; inputs that aren't given have the command's defaults.
 *
 * <p>A failure cancels the command, with the sentence for the user as the reason.
 */
public abstract class FrontEndCommand extends DynamicCommand {
  private final String commandId;

  /**
   * @param commandId as in plugins.config
   */
  protected FrontEndCommand(String commandId) {
    this.commandId = commandId;
  }

  @Override
  public void run() {
    try {
      ProcessFrontEnd.get().call(commandId, givenInputs()).forEach(this::setOutput);
    } catch (PluginUnusableException | IllegalArgumentException | IllegalStateException e) {
      cancel(e.getMessage());
    }
  }

  private Map<String, Object> givenInputs() {
    Map<String, Object> given = new LinkedHashMap<>();
    for (ModuleItem<?> item : getInfo().inputs()) {
      Object value = getInput(item.getName());
      if (value != null) {
        given.put(item.getName(), value);
      }
    }
    return given;
  }
}
