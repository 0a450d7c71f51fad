package org.stylestream.imagej.engine;

import java.util.Optional;
import org.stylestream.compute.device.MemorySize;
import org.stylestream.service.cluster.ClusterOptions;

/** Which engine makes the plugin's pictures. */
public sealed interface EngineChoice {
  /**
   * One in a process of its own, started by the plugin; where that can't be had, built in.
   *
   * @param memory that a run may take; empty: what there is
   */
  record Local(Optional<MemorySize> memory) implements EngineChoice {}

  /**
   * One in ImageJ's own process.
   *
   * @param memory that a run may take; empty: what there is
   */
  record BuiltIn(Optional<MemorySize> memory) implements EngineChoice {}

  /** Those of a cluster. */
  record Cluster(ClusterOptions options) implements EngineChoice {}
}
