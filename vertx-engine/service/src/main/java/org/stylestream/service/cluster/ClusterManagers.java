package org.stylestream.service.cluster;

import io.vertx.core.spi.cluster.ClusterManager;

/** Makes the cluster managers of one kind. */
sealed interface ClusterManagers permits HazelcastManagers, InfinispanManagers {
  /** A member that takes a silent one for dead after this many seconds. */
  int SILENCE_SECONDS = 20;

  /** A manager that hasn't joined anything yet, for options that were checked. */
  ClusterManager create(ClusterOptions options);
}
