package org.stylestream.compute.run;

/** Where checkpoints go. */
@FunctionalInterface
public interface CheckpointSink {
  /** Keeps a checkpoint in place of those before it; an exception ends the run. */
  void save(Checkpoint checkpoint);
}
