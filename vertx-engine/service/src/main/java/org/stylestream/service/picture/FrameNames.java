package org.stylestream.service.picture;

import java.nio.file.Path;

/** What kept frames are called, in a folder and in a stack. */
public enum FrameNames {
  /** By their iterations: {@code OUT_at_iteration_0010.png}, {@code iteration 10}. */
  ITERATIONS("_at_iteration_", "iteration", 0),
  /** By their places in a sequence, from 1: {@code OUT_frame_0001.png}, {@code frame 1}. */
  SEQUENCE("_frame_", "frame", 1);

  private final String infix;
  private final String unit;
  private final int first;

  FrameNames(String infix, String unit, int first) {
    this.infix = infix;
    this.unit = unit;
    this.first = first;
  }

  /**
   * The name of a frame's file.
   *
   * @param output the picture that the run makes: {@code OUT.jpg}
   * @param index from 0
   */
  public String file(Path output, int index) {
    String name = String.valueOf(output.getFileName());
    int dot = name.lastIndexOf('.');
    return "%s%s%04d.png".formatted(dot > 0 ? name.substring(0, dot) : name, infix, number(index));
  }

  /** What a frame is. */
  public String unit() {
    return unit;
  }

  /** The number that a frame goes by. */
  public int number(int index) {
    return first + index;
  }
}
