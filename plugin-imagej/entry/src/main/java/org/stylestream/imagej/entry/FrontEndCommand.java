package org.stylestream.imagej.entry;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.scijava.ItemIO;
import org.scijava.command.ContextCommand;
import org.scijava.plugin.Parameter;

/**
 * A command for SciJava: scripts, {@code --run} and programs. It has no place in the menu, where it
 * would stand twice. Its inputs and outputs are the fields of the class and of those above it,
 * named like the options of the front end's command; inputs that aren't given have the command's
 * defaults.
 *
 * <p>A failure cancels the command, with the sentence for the user as the reason.
 *
 * <p>Not a DynamicCommand, whose result SciJava's command service can't give to the caller.
 */
public abstract class FrontEndCommand extends ContextCommand {
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
      take(ProcessFrontEnd.get().call(commandId, givenInputs()));
    } catch (PluginUnusableException | IllegalArgumentException | IllegalStateException e) {
      cancel(e.getMessage());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("the fields of a command are its own", e);
    }
  }

  private Map<String, Object> givenInputs() throws IllegalAccessException {
    Map<String, Object> given = new LinkedHashMap<>();
    for (Field field : fields()) {
      if (isParameter(field, ItemIO.INPUT)) {
        Object value = field.get(this);
        if (value != null) {
          given.put(field.getName(), value);
        }
      }
    }
    return given;
  }

  private void take(Map<String, Object> outputs) throws IllegalAccessException {
    for (Field field : fields()) {
      if (isParameter(field, ItemIO.OUTPUT)) {
        field.set(this, outputs.get(field.getName()));
      }
    }
  }

  private List<Field> fields() {
    List<Field> fields = new ArrayList<>();
    for (Class<?> type = getClass(); type != FrontEndCommand.class; type = type.getSuperclass()) {
      Collections.addAll(fields, type.getDeclaredFields());
    }
    return fields;
  }

  private static boolean isParameter(Field field, ItemIO type) {
    Parameter parameter = field.getAnnotation(Parameter.class);
    field.setAccessible(true);
    return parameter != null && parameter.type() == type;
  }
}
