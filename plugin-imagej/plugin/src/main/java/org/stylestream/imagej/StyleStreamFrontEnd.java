package org.stylestream.imagej;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.stylestream.imagej.command.BatchCommand;
import org.stylestream.imagej.command.EnginesCommand;
import org.stylestream.imagej.command.FeatureMapsCommand;
import org.stylestream.imagej.command.HelpCommand;
import org.stylestream.imagej.command.PictureCommands;
import org.stylestream.imagej.command.PluginCommand;
import org.stylestream.imagej.command.RememberedEngine;
import org.stylestream.imagej.engine.EngineAccess;
import org.stylestream.imagej.engine.PluginEngines;
import org.stylestream.imagej.entry.FrontEnd;
import org.stylestream.imagej.job.ContentReconstructing;
import org.stylestream.imagej.job.DeepDreaming;
import org.stylestream.imagej.job.JobKind;
import org.stylestream.imagej.job.SequencePainting;
import org.stylestream.imagej.job.StyleTransfer;
import org.stylestream.imagej.job.TextureSynthesizing;
import org.stylestream.imagej.options.BatchFolderOptions;
import org.stylestream.imagej.options.EngineOptions;
import org.stylestream.imagej.options.FeatureMapsOptions;
import org.stylestream.imagej.options.HelpText;

/** All commands, by their ids. */
public final class StyleStreamFrontEnd implements FrontEnd {
  /** The kinds of pictures that there are commands for. */
  private static final List<JobKind> KINDS =
      List.of(
          new StyleTransfer(),
          new SequencePainting(),
          new DeepDreaming(),
          new ContentReconstructing(),
          new TextureSynthesizing());

  private final Map<String, PluginCommand> commands = new LinkedHashMap<>();

  /** The one that ImageJ's entry finds: its pictures are made where the user chose last. */
  public StyleStreamFrontEnd() {
    this(new PluginEngines(RememberedEngine.choice()));
  }

  /** One whose pictures are made by given engines. */
  public StyleStreamFrontEnd(EngineAccess engines) {
    KINDS.forEach(kind -> add(PictureCommands.of(kind, engines)));
    add(BatchCommand.of(engines));
    add(FeatureMapsCommand.of(engines));
    add(EnginesCommand.of(engines));
    add(new HelpCommand(help()));
  }

  private void add(PluginCommand command) {
    commands.put(command.id(), command);
  }

  private static String help() {
    List<String> texts = new ArrayList<>();
    texts.add(
        """
        StyleStream: neural style transfer by optimisation.

        The result is a stack: the content image, then the iterations that are kept. ESC stops a
        run and keeps what is there; closing the stack's window ends it.
        In a macro: run("Style Transfer...", "styles=wave.jpg size=512"); the recorder writes it.
        Values with spaces are written in brackets, as styles=[the wave.jpg]. Options of macros:
        """);
    KINDS.forEach(kind -> texts.add(HelpText.text(kind.options(), kind.summary())));
    texts.add(HelpText.text(FeatureMapsOptions.TABLE, FeatureMapsCommand.SUMMARY));
    texts.add(HelpText.text(BatchFolderOptions.TABLE, BatchCommand.SUMMARY));
    texts.add(HelpText.text(EngineOptions.TABLE, EnginesCommand.SUMMARY));
    return String.join("\n", texts);
  }

  @Override
  public void run(String commandId, String macroOptions) {
    PluginCommand command = named(commandId);
    if (macroOptions == null) {
      command.runFromMenu();
    } else {
      command.runFromMacro(macroOptions);
    }
  }

  @Override
  public Map<String, Object> call(String commandId, Map<String, Object> inputs) {
    return named(commandId).call(inputs);
  }

  private PluginCommand named(String commandId) {
    PluginCommand command = commands.get(commandId);
    if (command == null) {
      throw new IllegalArgumentException(
          "there is no command %s; there are %s"
              .formatted(commandId, String.join(", ", commands.keySet())));
    }
    return command;
  }
}
