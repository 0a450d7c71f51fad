package org.stylestream.service.cluster;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.List;
import java.util.logging.LogManager;

/** A member in a process of its own: echoes on an address until its standard input ends. */
final class Peer {
  private Peer() {}

  static Process start(ClusterOptions options, String address, ProcessBuilder.Redirect errors)
      throws IOException {
    return new ProcessBuilder(
            System.getProperty("java.home") + "/bin/java",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Peer.class.getName(),
            options.kind().toString(),
            options.name(),
            Integer.toString(options.memberPort()),
            String.join(",", options.members().stream().map(Object::toString).toList()),
            address)
        .redirectError(errors)
        .start();
  }

  public static void main(String[] arguments) throws IOException {
    // The libraries log through java.util.logging where SLF4J has no backend.
    LogManager.getLogManager().reset();
    Vertx member =
        TestCluster.await(
            ClusterFactory.open(
                ClusterOptions.of(ClusterKind.parse(arguments[0]))
                    .name(arguments[1])
                    .memberPort(Integer.parseInt(arguments[2]))
                    .members(
                        List.of(arguments[3].split(",")).stream()
                            .map(MemberAddress::parse)
                            .toList())
                    .build()));
    TestCluster.echo(member, arguments[4]);
    System.out.println("joined");
    System.in.read();
    TestCluster.await(member.close());
    System.out.println("left");
    System.exit(0);
  }
}
