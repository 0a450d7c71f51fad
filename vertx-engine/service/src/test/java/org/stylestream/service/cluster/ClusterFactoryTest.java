package org.stylestream.service.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Members of one cluster, in one process and in several. */
class ClusterFactoryTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void membersTalkAndLeave(ClusterKind kind) {
    try (TestCluster cluster = TestCluster.of(kind, 2)) {
      Vertx first = cluster.open(cluster.member(0));
      TestCluster.echo(first, "first");
      Vertx second = cluster.open(cluster.member(1));
      TestCluster.echo(second, "second");

      assertThat(TestCluster.ask(second, "first", "a")).isEqualTo("echo a");
      assertThat(TestCluster.ask(first, "second", "b")).isEqualTo("echo b");

      TestCluster.await(second.close());

      TestCluster.askInVain(first, "second", "c");
      assertThat(TestCluster.ask(first, "first", "d")).isEqualTo("echo d");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anotherProcessJoinsQuietlyAndLeaves(ClusterKind kind) throws Exception {
    Path errors = folder.resolve("errors");
    try (TestCluster cluster = TestCluster.of(kind, 2)) {
      Vertx first = cluster.open(cluster.member(0));
      Process peer =
          Peer.start(
              cluster.member(1).build(), "peer", ProcessBuilder.Redirect.to(errors.toFile()));
      try (BufferedReader said = peer.inputReader()) {
        assertThat(said.readLine()).as("%s", errors).isEqualTo("joined");
        assertThat(TestCluster.ask(first, "peer", "hello")).isEqualTo("echo hello");

        peer.getOutputStream().close();

        assertThat(said.readLine()).isEqualTo("left");
        assertThat(peer.waitFor(TestCluster.SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(errors).isEmptyFile();
      } finally {
        peer.destroyForcibly();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingListensBeyondLoopback(ClusterKind kind) throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/net/tcp")), "this system has no /proc");
    try (TestCluster cluster = TestCluster.of(kind, 1)) {
      cluster.open(cluster.member(0));

      OwnSockets sockets = OwnSockets.read();

      assertThat(sockets.listening())
          .as("the member port and the event bus's")
          .hasSizeGreaterThanOrEqualTo(2)
          .allMatch(InetAddress::isLoopbackAddress);
      assertThat(sockets.datagrams()).as("multicast or the like").isEmpty();
    }
  }

  @Test
  void aTakenEventBusPortIsTold() throws Exception {
    try (TestCluster cluster = TestCluster.of(ClusterKind.HAZELCAST, 1);
        ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ClusterOptions options = cluster.member(0).eventBusPort(taken.getLocalPort()).build();

      assertThatThrownBy(() -> TestCluster.await(ClusterFactory.open(options)))
          .isInstanceOf(ClusterException.class)
          .hasMessageContainingAll("couldn't be joined from 127.0.0.1", "Address already in use");
    }
  }

  @ParameterizedTest
  @EnumSource
  void joiningIsGivenUpInTime(ClusterKind kind) throws Exception {
    // Takes connections and never says a word.
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        TestCluster cluster = TestCluster.of(kind, 1)) {
      ClusterOptions options =
          cluster
              .member(0)
              .members(List.of(new MemberAddress("127.0.0.1", silent.getLocalPort())))
              .joinTime(Duration.ofSeconds(1))
              .build();

      assertThatThrownBy(() -> TestCluster.await(ClusterFactory.open(options)))
          .isInstanceOf(ClusterException.class)
          .hasMessageContainingAll("within 1 seconds", "127.0.0.1:" + silent.getLocalPort());
    }
  }
}
