package org.stylestream.service.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.stylestream.protocol.event.LossReport;

/** The losses of a job, one an iteration from 0, in little memory. */
final class LossTrace {
  private List<String> terms = List.of();
  private double[] values = new double[0];
  private int size;

  void add(LossReport loss) {
    if (size == 0) {
      terms = List.copyOf(loss.terms().keySet());
    }
    int columns = terms.size() + 1;
    if ((size + 1) * columns > values.length) {
      values = Arrays.copyOf(values, Math.max(16, 2 * size) * columns);
    }
    int at = size * columns;
    values[at] = loss.total();
    for (int i = 0; i < terms.size(); i++) {
      values[at + 1 + i] = loss.terms().getOrDefault(terms.get(i), 0.0);
    }
    size++;
  }

  /** The losses of at most so many iterations. */
  List<LossReport> reports(int from, int most) {
    List<LossReport> reports = new ArrayList<>();
    int columns = terms.size() + 1;
    int begin = Math.min(from, size);
    int end = begin + Math.min(most, size - begin);
    for (int at = begin * columns; at < end * columns; at += columns) {
      Map<String, Double> byName = new LinkedHashMap<>();
      for (int i = 0; i < terms.size(); i++) {
        byName.put(terms.get(i), values[at + 1 + i]);
      }
      reports.add(new LossReport(values[at], byName));
    }
    return reports;
  }
}
