package org.stylestream.compute.run;

/** Where checkpoints go. */
@FunctionalInterface
public interface CheckpointSink {
  /**
   * Keeps a checkpoint in place of those before it; what it doesn't read now it can't read later.
   * An exception ends the run.
   */
  void save(Checkpoint checkpoint);
}
