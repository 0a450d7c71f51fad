package org.stylestream.compute.run;

import java.util.Map;

/**
 * When a run saves checkpoints, and where.
 *
 * @param every iterations of the whole run between two of them; 0 for none
 * @param whenCancelled whether to save one when the run is cancelled, or runs out of memory
 * @param sink where they go
 * @param metadata carried in each
 */
public record Checkpointing(
    int every, boolean whenCancelled, CheckpointSink sink, Map<String, String> metadata) {
  /** No checkpoints. */
  public static final Checkpointing NONE = new Checkpointing(0, false, checkpoint -> {}, Map.of());

  public Checkpointing {
    metadata = Map.copyOf(metadata);
    if (every < 0) {
      throw new IllegalArgumentException(
          "a checkpoint every %d iterations can't be; the number must be at least 0"
              .formatted(every));
    }
  }

  boolean isDueAfter(int iteration) {
    return every > 0 && iteration > 0 && iteration % every == 0;
  }
}
