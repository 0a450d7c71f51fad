package org.stylestream.service.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.MultiMapConfig.ValueCollectionType;
import com.hazelcast.config.NetworkConfig;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;

/**
 * Hazelcast that finds its members by their addresses alone: no multicast, no look around for
 * clouds, no report to its makers, one interface.
 */
final class HazelcastManagers implements ClusterManagers {
  private static final String LEAVE_SECONDS = "10";

  /** Between looks for the other half of a cluster that was cut in two; Hazelcast waits minutes. */
  private static final String MERGE_SECONDS = "5";

  @Override
  public ClusterManager create(ClusterOptions options) {
    return new HazelcastClusterManager(config(options));
  }

  private static Config config(ClusterOptions options) {
    Config config = new Config().setClusterName(options.name());
    config
        .setProperty("hazelcast.phone.home.enabled", "false")
        .setProperty("hazelcast.socket.bind.any", "false")
        .setProperty("hazelcast.logging.type", "slf4j")
        .setProperty("hazelcast.max.join.seconds", Long.toString(options.joinTime().toSeconds()))
        .setProperty("hazelcast.heartbeat.interval.seconds", "2")
        .setProperty("hazelcast.max.no.heartbeat.seconds", Integer.toString(SILENCE_SECONDS))
        .setProperty("hazelcast.merge.first.run.delay.seconds", MERGE_SECONDS)
        .setProperty("hazelcast.merge.next.run.delay.seconds", MERGE_SECONDS)
        .setProperty("hazelcast.graceful.shutdown.max.wait", LEAVE_SECONDS);
    config.getMetricsConfig().setEnabled(false);
    listen(config.getNetworkConfig(), options);
    join(config.getNetworkConfig().getJoin(), options);
    addRegistrations(config);
    return config;
  }

  private static void listen(NetworkConfig network, ClusterOptions options) {
    network
        .setPort(options.memberPort())
        .setPortAutoIncrement(true)
        .setPortCount(ClusterOptions.PORTS)
        .getInterfaces()
        .setEnabled(true)
        .addInterface(options.bindAddress().getHostAddress());
    options
        .publicAddress()
        .map(address -> "%s:%d".formatted(address.host(), address.memberPort()))
        .ifPresent(network::setPublicAddress);
  }

  private static void join(JoinConfig join, ClusterOptions options) {
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true);
    options.contacts().forEach(member -> join.getTcpIpConfig().addMember(member.toString()));
  }

  /** What vertx-hazelcast's own default-cluster.xml says of the maps that it keeps. */
  private static void addRegistrations(Config config) {
    config
        .addMultiMapConfig(
            new MultiMapConfig("__vertx.subs")
                .setBackupCount(1)
                .setValueCollectionType(ValueCollectionType.SET))
        .addMapConfig(new MapConfig("__vertx.haInfo").setBackupCount(1))
        .addMapConfig(new MapConfig("__vertx.nodeInfo").setBackupCount(1));
  }
}
