package org.stylestream.compute.preset;

import java.util.ArrayList;
import java.util.List;

/** Shares iterations out among stages. */
public final class Stages {
  private Stages() {}

  /**
   * The stages with {@code total} iterations altogether, in the same proportions; a stage that
   * would get none is left out.
   */
  public static List<StageSettings> share(List<StageSettings> stages, int total) {
    long sum = stages.stream().mapToLong(StageSettings::iterations).sum();
    List<StageSettings> shared = new ArrayList<>();
    long before = 0;
    int given = 0;
    for (StageSettings stage : stages) {
      before += stage.iterations();
      int upTo = (int) (total * before / sum);
      if (upTo > given) {
        shared.add(new StageSettings(stage.scale(), upTo - given));
      }
      given = upTo;
    }
    StageSettings last = shared.get(shared.size() - 1);
    if (last.scale() != 1) {
      shared.set(shared.size() - 1, new StageSettings(1, last.iterations()));
    }
    return List.copyOf(shared);
  }
}
