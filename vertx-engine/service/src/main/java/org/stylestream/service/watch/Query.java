package org.stylestream.service.watch;

import io.vertx.core.MultiMap;
import java.util.Optional;

/** The query of a request. */
record Query(MultiMap values) {
  /** An integer; empty where there is something else or one that is out of range. */
  Optional<Integer> integer(String name, int absent, int min, int max) {
    String value = values.get(name);
    if (value == null) {
      return Optional.of(absent);
    }
    return value.matches("\\d{1,9}")
        ? Optional.of(Integer.parseInt(value)).filter(number -> number >= min && number <= max)
        : Optional.empty();
  }
}
