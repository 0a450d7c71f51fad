package org.stylestream.protocol.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.stylestream.protocol.Identifier;
import org.stylestream.protocol.Limits;
import org.stylestream.protocol.record.Count;
import org.stylestream.protocol.record.Meaning;
import org.stylestream.protocol.record.Text;

/**
 * A loss with its terms.
 *
 * @param terms weighted, by name
 */
@Meaning("A loss with its weighted terms.")
public record LossReport(
    @Meaning("What is minimised.") double total,
    @Meaning("Weighted terms by name, as content, style, tv.")
        @Count(min = 0, max = Limits.MOST_TERMS)
        @Text(pattern = Identifier.PATTERN, words = Identifier.WORDS)
        Map<String, Double> terms) {
  public LossReport {
    terms = Collections.unmodifiableMap(new LinkedHashMap<>(terms));
  }
}
