package org.stylestream.service.job;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.stylestream.compute.objective.Loss;
import org.stylestream.protocol.event.LossReport;

/** Losses as clients see them. */
public final class LossReports {
  private LossReports() {}

  /** A loss with its terms, by name as on the wire. */
  public static LossReport of(Loss loss) {
    Map<String, Double> terms = new TreeMap<>();
    loss.terms().forEach(term -> terms.put(term.name(), term.value()));
    return new LossReport(loss.total(), terms);
  }

  /** The last loss of a run; 0 without terms where not even the start could be evaluated. */
  static LossReport last(List<Loss> losses) {
    return losses.isEmpty() ? new LossReport(0, Map.of()) : of(losses.get(losses.size() - 1));
  }
}
