package org.stylestream.service.cluster;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.spi.cluster.NodeInfo;

/**
 * One end of an event bus between two processes of a machine, where one has started the other: up
 * in a fraction of the time that a cluster takes, and nobody else can join. It listens on the
 * loopback interface, without protection from those who have an account on the machine.
 *
 * <p>The two listen on different addresses. Its threads don't keep a process alive.
 */
public final class BusPair {
  private static final String HOST = "127.0.0.1";

  private final Vertx vertx;
  private final PairMember member;

  private BusPair(Vertx vertx, PairMember member) {
    this.vertx = vertx;
    this.member = member;
  }

  /**
   * Opens an end, which listens on any free port.
   *
   * @param own name of this process
   * @param other name of the other
   */
  public static Future<BusPair> open(String own, String other) {
    PairMember member = new PairMember(own, other);
    EventBusOptions bus = new EventBusOptions().setHost(HOST).setPort(0);
    return Vertx.builder()
        .with(new VertxOptions().setUseDaemonThread(true).setEventBusOptions(bus))
        .withClusterManager(member)
        .buildClustered()
        .map(vertx -> new BusPair(vertx, member));
  }

  /** The port that this end listens on. */
  public int port() {
    return member.getNodeInfo().port();
  }

  /** Says on which port the other end listens; again if it was started again. */
  public void connect(int port) {
    member.otherAt(new NodeInfo(HOST, port, new JsonObject()));
  }

  /** Vert.x with that event bus, to be closed by whoever opened it. */
  public Vertx vertx() {
    return vertx;
  }
}
