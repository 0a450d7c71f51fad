package org.stylestream.imagej.command;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a command leaves for a program.
 *
 * @param output the picture, where it makes one
 * @param tables by their names among a SciJava command's outputs
 */
record Outcome(Optional<ImagePlus> output, Map<String, ResultsTable> tables) {
  /** A table. */
  Outcome(Optional<ImagePlus> output, String tableName, ResultsTable table) {
    this(output, Map.of(tableName, table));
  }

  /** A picture and its losses. */
  Outcome(Optional<ImagePlus> output, ResultsTable losses) {
    this(output, "losses", losses);
  }

  /** A picture. */
  Outcome(Optional<ImagePlus> output) {
    this(output, Map.of());
  }

  /** By the names of a SciJava command's outputs. */
  Map<String, Object> byName() {
    Map<String, Object> outputs = new LinkedHashMap<>(tables);
    output.ifPresent(image -> outputs.put("output", image));
    return outputs;
  }
}
