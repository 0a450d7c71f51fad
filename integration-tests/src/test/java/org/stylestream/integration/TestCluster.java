package org.stylestream.integration;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.stylestream.service.cluster.ClusterFactory;
import org.stylestream.service.cluster.ClusterKind;
import org.stylestream.service.cluster.ClusterOptions;

/** A cluster of a test's own on this machine: a name and ports that nobody else has. */
record TestCluster(ClusterKind kind, String name, int memberPort) {
  /** Below the ports that Linux and Windows give to whoever doesn't care. */
  private static final int LOWEST_PORT = 16_000;

  private static final int PORTS = 16_000;

  static TestCluster of(ClusterKind kind) {
    return new TestCluster(kind, "faults-" + UUID.randomUUID(), freePorts());
  }

  /** The first of as many neighbouring ports as a cluster may use. */
  private static int freePorts() {
    Random random = new Random();
    return IntStream.generate(() -> LOWEST_PORT + random.nextInt(PORTS))
        .filter(
            first ->
                IntStream.range(first, first + ClusterOptions.PORTS).allMatch(TestCluster::isFree))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  /** The options of the command line to join it. */
  List<String> settings() {
    return List.of(
        "--cluster",
        kind.toString(),
        "--cluster-name",
        name,
        "--member-port",
        Integer.toString(memberPort));
  }

  /** Joins it. */
  Vertx join() {
    ClusterOptions options = ClusterOptions.of(kind).name(name).memberPort(memberPort).build();
    return Patience.await(ClusterFactory.open(options));
  }
}
