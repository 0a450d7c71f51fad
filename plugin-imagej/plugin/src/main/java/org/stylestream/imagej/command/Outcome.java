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
 * @param tableName of the table, among a SciJava command's outputs
 */
record Outcome(Optional<ImagePlus> output, String tableName, ResultsTable table) {
  /** A picture and its losses. */
  Outcome(Optional<ImagePlus> output, ResultsTable losses) {
    this(output, "losses", losses);
  }

  /** By the names of a SciJava command's outputs. */
  Map<String, Object> byName() {
    Map<String, Object> outputs = new LinkedHashMap<>();
    output.ifPresent(image -> outputs.put("output", image));
    outputs.put(tableName, table);
    return outputs;
  }
}
