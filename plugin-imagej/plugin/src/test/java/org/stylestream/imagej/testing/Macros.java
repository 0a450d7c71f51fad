package org.stylestream.imagej.testing;

import ij.IJ;
import ij.Menus;
import java.awt.HeadlessException;
import java.util.Map;
import java.util.Optional;
import org.stylestream.imagej.entry.StyleStreamPlugIn;

/** ImageJ's macros without its window, with our commands. */
public final class Macros {
  private static final Map<String, String> COMMANDS =
      Map.of(
          "Style Transfer...", "style-transfer",
          "Sequence...", "sequence",
          "Batch Folder...", "batch-folder",
          "Deep Dream...", "deep-dream",
          "Content Reconstruction...", "content-reconstruction",
          "Texture Synthesis...", "texture-synthesis",
          "Feature Maps...", "feature-maps",
          "StyleStream Help", "help");

  private Macros() {}

  /** Makes the commands known to ImageJ, which reads no plugins.config where it has no window. */
  @SuppressWarnings("unchecked") // ImageJ is older than generic types.
  public static void addCommands() {
    try {
      if (Menus.getCommands() == null) {
        // Makes the table of commands, before it finds that there is no screen.
        IJ.run("Select None");
      }
    } catch (HeadlessException e) {
      // As it always does.
    }
    COMMANDS.forEach(
        (name, id) ->
            Menus.getCommands()
                .put(name, "%s(\"%s\")".formatted(StyleStreamPlugIn.class.getName(), id)));
  }

  /** Runs a macro; what it returns, or empty if it was ended. */
  public static Optional<String> run(String macro) {
    String returned = IJ.runMacro(macro);
    return "[aborted]".equals(returned) ? Optional.empty() : Optional.ofNullable(returned);
  }
}
