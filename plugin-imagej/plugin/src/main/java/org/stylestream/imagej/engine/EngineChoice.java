package org.stylestream.imagej.engine;

import org.stylestream.service.cluster.ClusterOptions;

/** Which engine makes the plugin's pictures. */
public sealed interface EngineChoice {
  /** One in a process of its own, started by the plugin; where that can't be had, built in. */
  record Local() implements EngineChoice {}

  /** One in ImageJ's own process. */
  record BuiltIn() implements EngineChoice {}

  /** Those of a cluster. */
  record Cluster(ClusterOptions options) implements EngineChoice {}
}
