package org.stylestream.imagej.dialog;

import ij.IJ;
import ij.gui.GenericDialog;
import java.awt.Font;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.stylestream.imagej.options.HelpText;
import org.stylestream.imagej.options.Option;
import org.stylestream.imagej.options.OptionException;
import org.stylestream.imagej.options.OptionTable;
import org.stylestream.imagej.options.OptionValues;
import org.stylestream.imagej.options.PresetOptions;
import org.stylestream.imagej.options.Section;

/**
 * Asks for a command's options. A line at the bottom says what they will come to, or what is wrong
 * with them, and below it what the field is for that the user is in. It remembers what was asked
 * for last.
 */
public final class OptionsDialog {
  private static final Font HEADING = new Font(Font.SANS_SERIF, Font.BOLD, 12);

  private static final String EMPTY = "Empty fields are as the preset has them.";

  private final OptionTable table;
  private final String summary;
  private final Function<OptionValues, String> forecast;
  private final Map<String, String> texts = new LinkedHashMap<>();

  /**
   * @param summary what the command does, in one sentence
   * @param forecast what values come to, in words; called on the thread of events
   * @param initial texts by key; what is left out is standard
   */
  public OptionsDialog(
      OptionTable table,
      String summary,
      Function<OptionValues, String> forecast,
      Map<String, String> initial) {
    this.table = table;
    this.summary = summary;
    this.forecast = forecast;
    texts.putAll(table.standard().texts());
    texts.putAll(initial);
  }

  /**
   * Asks, and waits for the answer; empty if the user doesn't want it.
   *
   * @throws OptionException if the answer can't be
   */
  public Optional<OptionValues> ask() {
    GenericDialog dialog = new GenericDialog("StyleStream: " + table.command());
    dialog.addMessage(
        table.options().contains(PresetOptions.PRESET) ? summary + " " + EMPTY : summary);
    DialogFields fields = new DialogFields(dialog, texts);
    addSections(dialog, fields, false);
    dialog.addButton("More options...", event -> askForMore(fields));
    fields.addNote();
    dialog.addHelp(HelpText.html(table, summary));
    dialog.setOKLabel("Run");
    dialog.addDialogListener((source, event) -> judge(fields));
    judge(fields);
    enableRun(dialog, fields);
    dialog.showDialog();
    if (dialog.wasCanceled()) {
      return Optional.empty();
    }
    texts.putAll(fields.texts());
    return Optional.of(table.read(texts));
  }

  private void addSections(GenericDialog dialog, DialogFields fields, boolean special) {
    for (Section section : Section.values()) {
      List<Option<?>> options = options(section, special);
      if (!options.isEmpty()) {
        dialog.setInsets(8, 0, 0);
        dialog.addMessage(section.title(), HEADING);
        fields.add(options);
      }
    }
  }

  private List<Option<?>> options(Section section, boolean special) {
    List<Option<?>> options = new ArrayList<>(table.options());
    options.removeIf(option -> option.section() != section || option.isSpecial() != special);
    return options;
  }

  private void askForMore(DialogFields main) {
    GenericDialog dialog = new GenericDialog("StyleStream: more of " + table.command());
    DialogFields fields = new DialogFields(dialog, texts);
    addSections(dialog, fields, true);
    fields.addNote();
    dialog.addDialogListener(
        (source, event) -> {
          Map<String, String> all = main.texts();
          all.putAll(fields.texts());
          return fields.say(judgement(all));
        });
    dialog.showDialog();
    if (!dialog.wasCanceled()) {
      texts.putAll(fields.texts());
      judge(main);
    }
  }

  private boolean judge(DialogFields fields) {
    Map<String, String> all = new LinkedHashMap<>(texts);
    all.putAll(fields.texts());
    return fields.say(judgement(all));
  }

  private void enableRun(GenericDialog dialog, DialogFields fields) {
    dialog.getButtons()[0].setEnabled(judge(fields));
  }

  private Judgement judgement(Map<String, String> all) {
    try {
      Map<String, String> merged = new LinkedHashMap<>(texts);
      merged.putAll(all);
      return new Judgement(true, forecast.apply(table.read(merged)));
    } catch (OptionException e) {
      return new Judgement(false, e.getMessage());
    } catch (RuntimeException e) {
      IJ.log("StyleStream: " + e);
      return new Judgement(true, "");
    }
  }

  /**
   * What there is to say of the values.
   *
   * @param possible whether a run can begin
   */
  record Judgement(boolean possible, String text) {}
}
