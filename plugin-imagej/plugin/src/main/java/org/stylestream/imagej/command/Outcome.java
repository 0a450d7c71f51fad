package org.stylestream.imagej.command;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a command leaves for a program. */
record Outcome(Optional<ImagePlus> output, ResultsTable losses) {
  /** By the names of a SciJava command's outputs. */
  Map<String, Object> byName() {
    Map<String, Object> outputs = new LinkedHashMap<>();
    output.ifPresent(image -> outputs.put("output", image));
    outputs.put("losses", losses);
    return outputs;
  }
}
