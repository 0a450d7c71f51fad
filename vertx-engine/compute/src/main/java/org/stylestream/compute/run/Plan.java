package org.stylestream.compute.run;

import java.util.List;
import java.util.Optional;

/**
 * What a run does.
 *
 * @param stages in order, at least one; the terms of their objectives have the same names
 * @param carry makes the image that a stage starts from, where the image so far has another size
 * @param stallRule when a stage that goes on improving, but hardly, ends early
 */
public record Plan(List<Stage> stages, Carry carry, Optional<StallRule> stallRule) {
  public Plan {
    stages = List.copyOf(stages);
    if (stages.isEmpty()) {
      throw new IllegalArgumentException("a plan needs at least one stage");
    }
  }
}
