package org.stylestream.service.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.core.spi.cluster.RegistrationInfo;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An address that the cluster forgets, as after a cut in the network. */
class ClusterProbeTest {
  private static final Duration PERIOD = Duration.ofMillis(200);

  @ParameterizedTest
  @EnumSource
  void anAddressThatTheClusterForgotIsRegisteredAgain(ClusterKind kind) {
    try (TestCluster cluster = TestCluster.of(kind, 2)) {
      Vertx engine = cluster.open(cluster.member(0));
      Vertx client = cluster.open(cluster.member(1));
      Listener listener = new Listener(engine);
      TestCluster.await(listener.register());
      assertThat(TestCluster.ask(client, "engine", "a")).isEqualTo("echo a");
      forget(client, "engine");
      Promise<Void> renewed = Promise.promise();

      try (ClusterProbe probe =
          ClusterProbe.start(
              engine, "engine", PERIOD, () -> listener.renew().onSuccess(renewed::tryComplete))) {
        TestCluster.await(renewed.future());

        assertThat(TestCluster.ask(client, "engine", "b")).isEqualTo("echo b");
        assertThat(probe.reachable()).as("at the last look").isFalse();
      }
    }
  }

  @Test
  void anAddressThatTheClusterKnowsIsLeftAlone() {
    try (TestCluster cluster = TestCluster.of(ClusterKind.HAZELCAST, 1)) {
      Vertx engine = cluster.open(cluster.member(0));
      TestCluster.echo(engine, "engine");

      try (ClusterProbe probe =
          ClusterProbe.start(
              engine, "engine", PERIOD, () -> Future.failedFuture("it was registered"))) {
        TestCluster.await(engine.timer(5 * PERIOD.toMillis()).mapEmpty());

        assertThat(probe.reachable()).isTrue();
      }
    }
  }

  /** Strikes an address off the cluster's list behind its listeners' backs. */
  private static void forget(Vertx member, String address) {
    ClusterManager manager = ((VertxInternal) member).clusterManager();
    Promise<List<RegistrationInfo>> found = Promise.promise();
    manager.getRegistrations(address, found);
    for (RegistrationInfo registration : TestCluster.await(found.future())) {
      Promise<Void> removed = Promise.promise();
      manager.removeRegistration(address, registration, removed);
      TestCluster.await(removed.future());
    }
  }

  /** A listener that can be put in place anew. */
  private static final class Listener {
    private final Vertx vertx;
    private MessageConsumer<String> consumer;

    Listener(Vertx vertx) {
      this.vertx = vertx;
    }

    Future<Void> register() {
      consumer =
          vertx.eventBus().consumer("engine", message -> message.reply("echo " + message.body()));
      return consumer.completion();
    }

    Future<Void> renew() {
      return consumer.unregister().otherwiseEmpty().compose(gone -> register());
    }
  }
}
