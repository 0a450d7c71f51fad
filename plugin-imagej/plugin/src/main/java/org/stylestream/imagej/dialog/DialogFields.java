package org.stylestream.imagej.dialog;

import ij.gui.GenericDialog;
import java.awt.Checkbox;
import java.awt.Choice;
import java.awt.Color;
import java.awt.Component;
import java.awt.GridBagConstraints;
import java.awt.GridBagLayout;
import java.awt.Panel;
import java.awt.TextArea;
import java.awt.TextField;
import java.awt.event.FocusAdapter;
import java.awt.event.FocusEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.stylestream.imagej.dialog.OptionsDialog.Judgement;
import org.stylestream.imagej.options.Option;
import org.stylestream.imagej.options.OptionType;
import org.stylestream.imagej.picture.PictureFinder;

/**
 * The fields of a dialog, made of options. They are read by themselves, because ImageJ's own way of
 * reading them records a macro as well, with labels for keys.
 */
final class DialogFields {
  private static final String PRESETS = "preset's";
  private static final String NONE = "none";
  private static final int NARROW = 8;
  private static final int WIDE = 28;
  private static final int NOTE_ROWS = 3;
  private static final int NOTE_COLUMNS = 76;
  private static final Color WRONG = new Color(0xb00020);

  private final GenericDialog dialog;
  private final Map<String, String> initial;
  private final Map<String, Supplier<String>> readers = new LinkedHashMap<>();
  private final TextArea note = new TextArea("", NOTE_ROWS, NOTE_COLUMNS, TextArea.SCROLLBARS_NONE);
  private Judgement judgement = new Judgement(true, "");
  private String hint = "";

  /**
   * @param initial texts by key
   */
  DialogFields(GenericDialog dialog, Map<String, String> initial) {
    this.dialog = dialog;
    this.initial = initial;
  }

  /** The texts of all fields by key. */
  Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    readers.forEach((key, reader) -> texts.put(key, reader.get()));
    return texts;
  }

  /** Adds options, two in a row where they are short. */
  void add(List<Option<?>> options) {
    boolean besideNext = false;
    for (Option<?> option : options) {
      boolean narrow = isNarrow(option.type());
      if (besideNext && narrow) {
        dialog.addToSameRow();
      }
      add(option, option.type());
      besideNext = narrow && !besideNext;
    }
  }

  private static boolean isNarrow(OptionType<?> type) {
    if (type instanceof OptionType.Maybe<?> maybe) {
      return isNarrow(maybe.type());
    }
    if (type instanceof OptionType.Items<?> items && items.type() instanceof OptionType.Decimal) {
      return true;
    }
    boolean wide =
        type instanceof OptionType.Picture
            || type instanceof OptionType.Items<?>
            || type instanceof OptionType.Folder
            || type instanceof OptionType.InputFile
            || type instanceof OptionType.OutputFile;
    return !wide;
  }

  private void add(Option<?> option, OptionType<?> type) {
    if (type instanceof OptionType.Maybe<?> maybe) {
      addMaybe(option, maybe.type());
    } else if (type instanceof OptionType.Items<?> items
        && items.type() instanceof OptionType.Picture picture) {
      addPictures(option, picture.words(), items.separator());
    } else if (type instanceof OptionType.Flag) {
      addFlag(option);
    } else if (words(type).isEmpty()) {
      addText(option, isNarrow(type) ? NARROW : WIDE);
    } else {
      addChoice(option, words(type), "");
    }
  }

  private void addMaybe(Option<?> option, OptionType<?> type) {
    if (type instanceof OptionType.Picture) {
      addPicture(option);
    } else if (type instanceof OptionType.Folder) {
      dialog.addDirectoryField(option.label(), initial.get(option.key()), WIDE);
      read(option, lastText());
    } else if (type instanceof OptionType.InputFile || type instanceof OptionType.OutputFile) {
      dialog.addFileField(option.label(), initial.get(option.key()), WIDE);
      read(option, lastText());
    } else if (words(type).isEmpty()) {
      addText(option, NARROW);
    } else {
      addChoice(option, words(type), PRESETS);
    }
  }

  private static List<String> words(OptionType<?> type) {
    if (type instanceof OptionType.Choice choice) {
      return choice.words();
    }
    if (type instanceof OptionType.Named<?> named) {
      return named.words();
    }
    return type instanceof OptionType.Name name ? name.usual() : List.of();
  }

  private void addFlag(Option<?> option) {
    dialog.addCheckbox(option.label(), Boolean.parseBoolean(initial.get(option.key())));
    Checkbox box = (Checkbox) dialog.getCheckboxes().lastElement();
    read(option, box, () -> Boolean.toString(box.getState()));
  }

  private void addText(Option<?> option, int columns) {
    String text = initial.get(option.key());
    dialog.addStringField(option.label(), text, Math.max(columns, text.length() + 1));
    read(option, lastText());
  }

  /**
   * @param absent the word for no value; empty if there is always one
   */
  private void addChoice(Option<?> option, List<String> words, String absent) {
    String chosen = initial.get(option.key());
    List<String> items = new ArrayList<>(words);
    if (!absent.isEmpty()) {
      items.add(0, absent);
    } else if (!items.contains(chosen)) {
      items.add(chosen);
    }
    Choice choice = choice(option.label(), items, chosen.isEmpty() ? absent : chosen);
    read(option, choice, () -> selected(choice, absent));
  }

  private Choice choice(String label, List<String> items, String chosen) {
    dialog.addChoice(label, items.toArray(String[]::new), items.contains(chosen) ? chosen : null);
    return (Choice) dialog.getChoices().lastElement();
  }

  private static String selected(Choice choice, String absent) {
    String item = choice.getSelectedItem();
    return item.equals(absent) ? "" : item;
  }

  /** An open image if there are any, else a file. */
  private void addPicture(Option<?> option) {
    List<String> open = PictureFinder.openTitles();
    if (open.isEmpty() || option.isSpecial()) {
      dialog.addFileField(option.label(), initial.get(option.key()), WIDE);
      read(option, lastText());
      return;
    }
    // The active image is what the user is looking at; what was chosen the last time isn't.
    Choice choice = choice(option.label(), open, open.get(0));
    read(option, choice, choice::getSelectedItem);
  }

  /**
   * The first as an open image, and what is no open image, or isn't the first, as files.
   *
   * @param words that stand for other pictures
   */
  private void addPictures(Option<?> option, List<String> words, char separator) {
    List<String> first = new ArrayList<>(words);
    first.addAll(PictureFinder.openTitles());
    List<String> before = new ArrayList<>();
    for (String name : initial.get(option.key()).split("\\" + separator)) {
      before.add(name);
    }
    String firstBefore = first.contains(before.get(0)) ? before.remove(0) : NONE;
    List<String> items = new ArrayList<>(List.of(NONE));
    items.addAll(first);
    String code = "%%%02X".formatted((int) separator);
    Choice choice = choice(option.label(), items, firstBefore);
    describe(option, choice);
    dialog.addFileField("or file", String.join(String.valueOf(separator), before), WIDE);
    TextField file = lastText();
    read(
        option,
        file,
        () -> {
          List<String> names = new ArrayList<>();
          if (choice.getSelectedIndex() > 0) {
            names.add(choice.getSelectedItem().replace(String.valueOf(separator), code));
          }
          if (!file.getText().isBlank()) {
            names.add(file.getText());
          }
          return String.join(String.valueOf(separator), names);
        });
  }

  private TextField lastText() {
    return (TextField) dialog.getStringFields().lastElement();
  }

  private void read(Option<?> option, TextField field) {
    read(option, field, field::getText);
  }

  private void read(Option<?> option, Component component, Supplier<String> reader) {
    readers.put(option.key(), reader);
    describe(option, component);
  }

  private void describe(Option<?> option, Component component) {
    component.addFocusListener(
        new FocusAdapter() {
          @Override
          public void focusGained(FocusEvent event) {
            hint = option.label() + ": " + option.help();
            write();
          }
        });
  }

  /** Adds the lines for what there is to say. */
  void addNote() {
    note.setEditable(false);
    note.setFocusable(false);
    note.setBackground(dialog.getBackground());
    Panel panel = new Panel();
    panel.add(note);
    dialog.addPanel(panel);
    GridBagLayout layout = (GridBagLayout) dialog.getLayout();
    GridBagConstraints place = layout.getConstraints(panel);
    place.gridwidth = GridBagConstraints.REMAINDER;
    layout.setConstraints(panel, place);
  }

  /** Says what there is to say of the values, and returns whether a run can begin. */
  boolean say(Judgement said) {
    judgement = said;
    write();
    return said.possible();
  }

  private void write() {
    note.setForeground(judgement.possible() ? Color.BLACK : WRONG);
    String text = judgement.text() + "\n" + hint;
    if (!text.equals(note.getText())) {
      note.setText(text);
    }
  }
}
