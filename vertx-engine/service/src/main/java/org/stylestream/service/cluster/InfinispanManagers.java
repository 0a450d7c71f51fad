package org.stylestream.service.cluster;

import io.vertx.core.spi.cluster.ClusterManager;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.infinispan.configuration.cache.CacheMode;
import org.infinispan.configuration.cache.Configuration;
import org.infinispan.configuration.cache.ConfigurationBuilder;
import org.infinispan.configuration.global.GlobalConfigurationBuilder;
import org.infinispan.configuration.global.ShutdownHookBehavior;
import org.infinispan.manager.DefaultCacheManager;
import org.infinispan.remoting.transport.jgroups.JGroupsTransport;
import org.jgroups.JChannel;
import org.jgroups.protocols.AUTH;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.FRAG4;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.MFC;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.TCPPING;
import org.jgroups.protocols.UFC;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.VERIFY_SUSPECT2;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.jgroups.stack.Protocol;
import org.jgroups.util.SocketFactory;
import org.jgroups.util.TLS;
import org.jgroups.util.TLSClientAuth;

/**
 * Infinispan over a JGroups stack of TCP alone, on one port of one interface.
 *
 * <p>Encryption is TLS under the whole stack, the event bus's: JGroups' own SYM_ENCRYPT would leave
 * its headers in the clear and nothing in it authenticated. Admission is AUTH with a {@link
 * JoinToken}. There is no FD_SOCK2: its port knows no TLS.
 */
final class InfinispanManagers implements ClusterManagers {
  /** Bytes; beyond this a stranger is talking. Fragments are of 60 kB, bundles of 64 kB. */
  private static final int MAXIMUM_MESSAGE = 1 << 20;

  @Override
  public ClusterManager create(ClusterOptions options) {
    try {
      JChannel channel = new JChannel(stack(options));
      // Vert.x knows members by this name; JGroups' own would have five random digits.
      channel.setName(UUID.randomUUID().toString());
      // It would answer anybody's questions by multicast.
      channel.getProtocolStack().getTransport().getDiagnosticsHandler().setEnabled(false);
      return new InfinispanMember(caches(options, channel));
    } catch (Exception e) {
      throw new IllegalStateException("JGroups refuses our stack", e);
    }
  }

  /** The caches that vertx-infinispan's own default-infinispan.xml names. */
  private static DefaultCacheManager caches(ClusterOptions options, JChannel channel) {
    GlobalConfigurationBuilder global = GlobalConfigurationBuilder.defaultClusteredBuilder();
    global.transport().transport(new JGroupsTransport(channel)).clusterName(options.name());
    global.jmx().disable();
    global.metrics().gauges(false).histograms(false);
    global.shutdown().hookBehavior(ShutdownHookBehavior.DONT_REGISTER);
    DefaultCacheManager caches = new DefaultCacheManager(global.build(), false);
    for (String name : List.of("__vertx.subs", "__vertx.haInfo", "__vertx.nodeInfo")) {
      caches.defineConfiguration(name, cache(CacheMode.REPL_SYNC));
    }
    caches.defineConfiguration(
        "__vertx.distributed.cache.configuration", cache(CacheMode.DIST_SYNC));
    return caches;
  }

  private static Configuration cache(CacheMode mode) {
    return new ConfigurationBuilder().clustering().cacheMode(mode).build();
  }

  /** The stack from the wire up, after Infinispan's default-jgroups-tcp.xml. */
  private static List<Protocol> stack(ClusterOptions options) {
    List<Protocol> stack = new ArrayList<>();
    stack.add(wire(options));
    stack.add(discovery(options));
    stack.add(new MERGE3().setMinInterval(2_000).setMaxInterval(10_000));
    stack.add(new FD_ALL3().setTimeout(SILENCE_SECONDS * 1000L).setInterval(2_000));
    stack.add(new VERIFY_SUSPECT2().setTimeout(1_000));
    stack.add(new NAKACK2().useMcastXmit(false).setXmitInterval(200));
    stack.add(new UNICAST3().setXmitInterval(200));
    stack.add(new STABLE().setDesiredAverageGossip(5_000).setMaxBytes(1_000_000));
    options
        .secretBytes()
        .map(secret -> admission(new JoinToken(secret, options.name())))
        .ifPresent(stack::add);
    stack.add(new GMS().printLocalAddress(false));
    stack.add(new UFC());
    stack.add(new MFC());
    stack.add(new FRAG4());
    return stack;
  }

  private static TCP wire(ClusterOptions options) {
    TCP tcp = new TCP();
    tcp.setBindAddress(options.bindAddress())
        .setBindPort(options.memberPort())
        .setPortRange(ClusterOptions.PORTS - 1);
    tcp.setMaxLength(MAXIMUM_MESSAGE);
    options
        .publicAddress()
        .ifPresent(
            address ->
                tcp.setExternalAddr(address.address()).setExternalPort(address.memberPort()));
    options.tls().map(InfinispanManagers::sockets).ifPresent(tcp::setSocketFactory);
    return tcp;
  }

  /** Sockets of mutual TLS. */
  private static SocketFactory sockets(TlsFiles files) {
    return new TLS().setClientAuth(TLSClientAuth.NEED).createSocketFactory(files.context());
  }

  private static TCPPING discovery(ClusterOptions options) {
    return new TCPPING()
        .setInitialHosts(
            options.contacts().stream()
                .map(member -> new InetSocketAddress(member.host(), member.port()))
                .toList())
        .setPortRange(0);
  }

  private static AUTH admission(JoinToken token) {
    AUTH auth = new AUTH().setAuthToken(token);
    token.setAuth(auth);
    return auth;
  }
}
