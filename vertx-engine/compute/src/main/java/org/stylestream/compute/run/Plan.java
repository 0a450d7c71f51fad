package org.stylestream.compute.run;

import java.util.List;
import java.util.Optional;

/**
 * What a run does.
 *
 * @param stages in order, at least one; the terms of their objectives have the same names
 * @param carry makes the image that a stage starts from, where the image so far has another size
 * @param stallRule when a stage that goes on improving, but hardly, ends early
 * @param momentsCarry makes what the next stage's optimiser goes on from of what the last one had
 *     learnt; empty: each stage's optimiser begins anew
 */
public record Plan(
    List<Stage> stages,
    Carry carry,
    Optional<StallRule> stallRule,
    Optional<MomentsCarry> momentsCarry) {
  public Plan {
    stages = List.copyOf(stages);
    if (stages.isEmpty()) {
      throw new IllegalArgumentException("a plan needs at least one stage");
    }
  }

  /** A plan in which each stage's optimiser begins anew. */
  public Plan(List<Stage> stages, Carry carry, Optional<StallRule> stallRule) {
    this(stages, carry, stallRule, Optional.empty());
  }
}
