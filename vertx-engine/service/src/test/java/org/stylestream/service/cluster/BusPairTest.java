package org.stylestream.service.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stylestream.service.cluster.TestCluster.await;

import io.vertx.core.Promise;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An event bus for two, both in this process. */
class BusPairTest {
  private BusPair imageJ;
  private BusPair engine;

  @BeforeEach
  void open() {
    imageJ = await(BusPair.open("imagej", "engine"));
    engine = await(BusPair.open("engine", "imagej"));
    imageJ.connect(engine.port());
    engine.connect(imageJ.port());
  }

  @AfterEach
  void close() {
    await(imageJ.vertx().close());
    await(engine.vertx().close());
  }

  @Test
  void askEachOtherAndThemselves() {
    List<String> atEngine = TestCluster.echo(engine.vertx(), "jobs");
    List<String> atImageJ = TestCluster.echo(imageJ.vertx(), "events");

    assertThat(TestCluster.ask(imageJ.vertx(), "jobs", "a")).isEqualTo("echo a");
    assertThat(TestCluster.ask(engine.vertx(), "jobs", "b")).isEqualTo("echo b");
    assertThat(TestCluster.ask(engine.vertx(), "events", "c")).isEqualTo("echo c");
    assertThat(atEngine).containsExactly("a", "b");
    assertThat(atImageJ).containsExactly("c");
  }

  @Test
  void whatIsPublishedComesToTheOther() {
    Promise<String> heard = Promise.promise();
    imageJ
        .vertx()
        .eventBus()
        .<String>consumer("announcements", message -> heard.tryComplete(message.body()));

    engine.vertx().eventBus().publish("announcements", "here");

    assertThat(await(heard.future())).isEqualTo("here");
  }

  @Test
  void anEndThatIsOpenedAgainIsFound() {
    TestCluster.echo(engine.vertx(), "jobs");
    assertThat(TestCluster.ask(imageJ.vertx(), "jobs", "a")).isEqualTo("echo a");
    await(engine.vertx().close());
    TestCluster.askInVain(imageJ.vertx(), "jobs", "b");

    engine = await(BusPair.open("engine", "imagej"));
    engine.connect(imageJ.port());
    imageJ.connect(engine.port());
    TestCluster.echo(engine.vertx(), "jobs");

    assertThat(TestCluster.ask(imageJ.vertx(), "jobs", "c")).isEqualTo("echo c");
  }

  @Test
  void whoIsAloneHearsHimselfOnly() {
    BusPair alone = await(BusPair.open("imagej", "engine"));
    try {
      TestCluster.echo(alone.vertx(), "events");
      assertThat(TestCluster.ask(alone.vertx(), "events", "a")).isEqualTo("echo a");
      TestCluster.askInVain(alone.vertx(), "jobs", "b");
    } finally {
      await(alone.vertx().close());
    }
  }
}
