package org.stylestream.imagej.options;

import java.util.List;
import java.util.Optional;
import org.stylestream.imagej.options.OptionType.Choice;
import org.stylestream.imagej.options.OptionType.Maybe;
import org.stylestream.imagej.options.OptionType.Picture;

/** What is made of which part of the content image. */
public final class InputOptions {
  /** The content image; the active image where none is named. */
  public static final Option<Optional<String>> CONTENT =
      Option.of(
          "content",
          "Content image",
          Section.PICTURES,
          new Maybe<>(new Picture()),
          Optional.empty(),
          "An open image by its title or a file by its path; left out: the active image.");

  /** Which slices of a stack. */
  public static final Option<Slices> SLICES =
      Option.of(
          "slices",
          "Slices",
          Section.PICTURES,
          Choice.of(Slices.class),
          Slices.CURRENT,
          "Of a stack: the current slice, or all, each by itself, into a stack of results.");

  /** What a selection means. */
  public static final Option<Selection> SELECTION =
      Option.of(
          "selection",
          "Selection",
          Section.PICTURES,
          Choice.of(Selection.class),
          Selection.PASTE,
          "What a selection of the content image means: paste the result back into the whole image,"
              + " crop the image to it, or ignore it.");

  /** In their order. */
  static final List<Option<?>> ALL = List.of(CONTENT, SLICES, SELECTION);

  /** Which slices of a stack. */
  public enum Slices {
    CURRENT,
    ALL
  }

  /** What a selection means. */
  public enum Selection {
    /** The result goes back into the whole image, where the selection is. */
    PASTE,
    /** The result is as large as the selection's bounds. */
    CROP,
    /** There might as well be none. */
    IGNORE
  }

  private InputOptions() {}
}
