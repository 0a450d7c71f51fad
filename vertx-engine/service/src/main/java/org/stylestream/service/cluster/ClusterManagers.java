package org.stylestream.service.cluster;

import io.vertx.core.spi.cluster.ClusterManager;

/** Makes the cluster managers of one kind. */
sealed interface ClusterManagers permits HazelcastManagers, InfinispanManagers {
  /**
   * After so many seconds members take a silent one for dead. Infinispan's writes wait 15 s for
   * every member's answer, so it must be less.
   */
  int SILENCE_SECONDS = 10;

  /** A manager that hasn't joined anything yet, for options that were checked. */
  ClusterManager create(ClusterOptions options);
}
