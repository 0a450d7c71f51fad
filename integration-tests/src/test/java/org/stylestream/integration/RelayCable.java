package org.stylestream.integration;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.stylestream.service.cluster.ClusterFactory;
import org.stylestream.service.cluster.ClusterKind;
import org.stylestream.service.cluster.ClusterOptions;
import org.stylestream.service.cluster.MemberAddress;
import org.stylestream.service.cluster.PublicAddress;

/**
 * For systems that let nobody make a network namespace: engine and test know each other by the
 * addresses of relays, through which all their connections go. It needs no rights.
 */
final class RelayCable implements Cable {
  private static final String HOST = "127.0.0.1";

  private final TestCluster cluster;
  private final End here;
  private final End there;
  private final List<Relay> relays = new ArrayList<>();

  /**
   * Ports of one end: those that it listens on, and those of the relays that lead there.
   *
   * @param first of four
   */
  private record End(int first) {
    int member() {
      return first;
    }

    int bus() {
      return first + 1;
    }

    PublicAddress publicAddress() {
      return new PublicAddress(HOST, first + 2, first + 3);
    }

    MemberAddress contact() {
      return new MemberAddress(HOST, publicAddress().memberPort());
    }
  }

  private RelayCable(TestCluster cluster) {
    this.cluster = cluster;
    there = new End(cluster.memberPort());
    here = new End(cluster.memberPort() + ClusterOptions.PORTS / 2);
  }

  /** Lays a cable. */
  static RelayCable lay(ClusterKind kind) throws IOException {
    RelayCable cable = new RelayCable(TestCluster.of(kind));
    for (End end : List.of(cable.here, cable.there)) {
      PublicAddress address = end.publicAddress();
      cable.relays.add(Relay.from(address.memberPort(), end.member()));
      cable.relays.add(Relay.from(address.busPort(), end.bus()));
    }
    return cable;
  }

  @Override
  public EngineProcess begin(Program program, String... more) {
    PublicAddress address = there.publicAddress();
    List<String> settings =
        List.of(
            "--cluster",
            cluster.kind().toString(),
            "--cluster-name",
            cluster.name(),
            "--member-port",
            Integer.toString(there.member()),
            "--bus-port",
            Integer.toString(there.bus()),
            "--public-address",
            "%s:%d:%d".formatted(HOST, address.memberPort(), address.busPort()),
            "--members",
            here.contact().toString());
    return EngineProcess.begin(program, List.of(), List.of("-Xmx600m"), settings, "state", more);
  }

  @Override
  public Vertx join() {
    return Patience.await(
        ClusterFactory.open(
            ClusterOptions.of(cluster.kind())
                .name(cluster.name())
                .memberPort(here.member())
                .eventBusPort(here.bus())
                .publicAddress(here.publicAddress())
                .members(List.of(there.contact()))
                .build()));
  }

  @Override
  public void cut() {
    relays.forEach(Relay::cut);
  }

  @Override
  public void heal() {
    relays.forEach(Relay::heal);
  }

  @Override
  public void close() {
    relays.forEach(Relay::close);
  }
}
