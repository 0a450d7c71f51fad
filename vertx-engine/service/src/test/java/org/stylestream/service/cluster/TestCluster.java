package org.stylestream.service.cluster;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/** A cluster of a test's own: a name and ports that nobody else has. */
public final class TestCluster implements AutoCloseable {
  static final int SECONDS = 30;

  private final ClusterKind kind;
  private final String host;
  private final String name = "test-" + UUID.randomUUID();
  private final List<Integer> ports;
  private final List<Vertx> members = new ArrayList<>();

  private TestCluster(ClusterKind kind, String host, List<Integer> ports) {
    this.kind = kind;
    this.host = host;
    this.ports = ports;
  }

  /** A cluster with room for so many members. */
  public static TestCluster of(ClusterKind kind, int members) {
    return at("127.0.0.1", kind, members);
  }

  /** The same, at another address of this machine. */
  static TestCluster at(String host, ClusterKind kind, int members) {
    return new TestCluster(kind, host, freePorts(members));
  }

  /** Ports that were free a moment ago. */
  static List<Integer> freePorts(int count) {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      List<Integer> ports = sockets.stream().map(ServerSocket::getLocalPort).toList();
      for (ServerSocket socket : sockets) {
        socket.close();
      }
      return ports;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The options of a member, counted from 0. */
  public ClusterOptions.Builder member(int index) {
    return ClusterOptions.of(kind)
        .name(name)
        .bind(host)
        .memberPort(ports.get(index))
        .members(
            IntStream.rangeClosed(0, index)
                .mapToObj(other -> new MemberAddress(host, ports.get(other)))
                .toList());
  }

  int memberPort(int index) {
    return ports.get(index);
  }

  /** Opens a member, to be closed with the cluster. */
  public Vertx open(ClusterOptions.Builder options) {
    Vertx member = await(ClusterFactory.open(options.build()));
    members.add(member);
    return member;
  }

  /** What a future brings; every wait has a bound. */
  static <T> T await(Future<T> future) {
    try {
      return future.await(SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("nothing came within %d s".formatted(SECONDS), e);
    }
  }

  /** Echoes on an address, which the cluster knows on return; what was heard is added to a list. */
  static List<String> echo(Vertx member, String address) {
    List<String> heard = new CopyOnWriteArrayList<>();
    await(
        member
            .eventBus()
            .<String>consumer(
                address,
                message -> {
                  heard.add(message.body());
                  message.reply("echo " + message.body());
                })
            .completion());
    return heard;
  }

  /** The answer of whoever listens on an address. */
  static Object ask(Vertx member, String address, String question) {
    return await(request(member, address, question, SECONDS / 2)).body();
  }

  /** Asks where no answer may come. */
  static void askInVain(Vertx member, String address, String question) {
    assertThatThrownBy(() -> await(request(member, address, question, 1)))
        .isInstanceOf(ReplyException.class);
  }

  private static Future<Message<Object>> request(
      Vertx member, String address, String question, int seconds) {
    DeliveryOptions patience = new DeliveryOptions().setSendTimeout(seconds * 1000L);
    return member.eventBus().request(address, question, patience);
  }

  @Override
  public void close() {
    members.forEach(member -> await(member.close()));
  }
}
