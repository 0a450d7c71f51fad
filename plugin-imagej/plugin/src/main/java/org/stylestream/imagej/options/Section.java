package org.stylestream.imagej.options;

/** Where an option stands in dialogs and help. */
public enum Section {
  ENGINE("Engine"),
  PICTURES("Pictures"),
  STYLE("Style"),
  MASKS("Masks"),
  DREAM("Dream"),
  LAYERS("Layers"),
  RUN("Run"),
  OUTPUT("Output");

  private final String title;

  Section(String title) {
    this.title = title;
  }

  /** For people. */
  public String title() {
    return title;
  }
}
