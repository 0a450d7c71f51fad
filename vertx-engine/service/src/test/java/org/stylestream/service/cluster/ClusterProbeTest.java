package org.stylestream.service.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.core.Hazelcast;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An address that the cluster forgets, as after a cut in the network. */
class ClusterProbeTest {
  private static final Duration PERIOD = Duration.ofMillis(200);

  @Test
  void anAddressThatTheClusterForgotIsRegisteredAgain() {
    try (TestCluster cluster = TestCluster.of(ClusterKind.HAZELCAST, 2)) {
      ClusterOptions.Builder options = cluster.member(0);
      Vertx engine = cluster.open(options);
      Vertx client = cluster.open(cluster.member(1));
      Registration registration = new Registration(engine, "engine");
      TestCluster.await(registration.renew());
      Promise<Void> renewed = Promise.promise();
      try (ClusterProbe probe =
          ClusterProbe.start(
              engine,
              "engine",
              PERIOD,
              () -> registration.renew().onSuccess(renewed::tryComplete))) {
        assertThat(TestCluster.ask(client, "engine", "a")).isEqualTo("echo a");
        assertThat(probe.reachable()).isTrue();

        Hazelcast.getAllHazelcastInstances().stream()
            .filter(one -> one.getConfig().getClusterName().equals(options.build().name()))
            .forEach(one -> one.getMultiMap("__vertx.subs").remove("engine"));

        TestCluster.await(renewed.future());
        assertThat(TestCluster.ask(client, "engine", "b")).isEqualTo("echo b");
      }
    }
  }

  /** A listener that can be put in place anew. */
  private static final class Registration {
    private final Vertx vertx;
    private final String address;
    private Future<?> removal = Future.succeededFuture();
    private MessageConsumer<String> consumer;

    Registration(Vertx vertx, String address) {
      this.vertx = vertx;
      this.address = address;
    }

    Future<Void> renew() {
      if (consumer != null) {
        removal = consumer.unregister();
      }
      return removal
          .otherwiseEmpty()
          .compose(
              gone -> {
                consumer =
                    vertx
                        .eventBus()
                        .consumer(
                            address,
                            message -> {
                              if (!ClusterProbe.answered(message)) {
                                message.reply("echo " + message.body());
                              }
                            });
                return consumer.completion();
              });
    }
  }
}
