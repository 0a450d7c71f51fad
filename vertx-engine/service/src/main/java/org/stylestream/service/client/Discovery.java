package org.stylestream.service.client;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.stylestream.protocol.message.EngineAnnouncement;

/** Finds out which engines there are. */
final class Discovery {
  /** How often one that is wanted is asked for: an engine that has much to do is slow to answer. */
  static final int ROUNDS = 3;

  /** After the first engine that is looked for, the others get this share of the whole time. */
  private static final int GATHERING_SHARE = 20;

  private final Vertx vertx;
  private final EngineBus bus;
  private final EngineTable table;
  private final Duration time;
  private final List<Search> searches = new ArrayList<>();

  /**
   * A discovery.
   *
   * @param time that engines have to announce themselves
   */
  Discovery(Vertx vertx, EngineBus bus, EngineTable table, Duration time) {
    this.vertx = vertx;
    this.bus = bus;
    this.table = table;
    this.time = time;
  }

  /** Takes an announcement. */
  void announced(EngineAnnouncement engine) {
    table.announced(engine);
    searches.stream().filter(search -> search.wanted().test(engine)).forEach(this::gather);
  }

  /** Asks all engines to announce themselves, and gives them time. */
  Future<Void> all() {
    return search(engine -> false, 1);
  }

  /**
   * Asks all engines to announce themselves until one is as wanted, three times at most; gives the
   * others a twentieth of the time to come in beside it.
   */
  Future<Void> find(Predicate<EngineAnnouncement> wanted) {
    return search(wanted, ROUNDS);
  }

  private Future<Void> search(Predicate<EngineAnnouncement> wanted, int rounds) {
    Search search = new Search(wanted, Promise.promise());
    searches.add(search);
    ask(search, rounds);
    return search.found().future();
  }

  private void ask(Search search, int rounds) {
    if (!searches.contains(search)) {
      return;
    }
    if (rounds == 0) {
      end(search);
      return;
    }
    bus.discover();
    vertx.setTimer(time.toMillis(), late -> ask(search, rounds - 1));
  }

  /** Ends all searches. */
  void close() {
    List.copyOf(searches).forEach(this::end);
  }

  private void gather(Search search) {
    vertx.setTimer(Math.max(1, time.toMillis() / GATHERING_SHARE), soon -> end(search));
  }

  private void end(Search search) {
    searches.remove(search);
    search.found().tryComplete();
  }

  private record Search(Predicate<EngineAnnouncement> wanted, Promise<Void> found) {}
}
