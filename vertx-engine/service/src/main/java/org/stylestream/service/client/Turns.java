package org.stylestream.service.client;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/** Lets a few things happen at a time, first come, first served. */
final class Turns {
  private final Deque<Promise<Void>> waiting = new ArrayDeque<>();
  private int free;

  Turns(int places) {
    free = places;
  }

  /** Does something when its turn has come; its turn ends when the future does. */
  <T> Future<T> take(Supplier<Future<T>> action) {
    return place().compose(mine -> action.get()).onComplete(done -> leave());
  }

  private Future<Void> place() {
    if (free > 0) {
      free--;
      return Future.succeededFuture();
    }
    Promise<Void> turn = Promise.promise();
    waiting.add(turn);
    return turn.future();
  }

  private void leave() {
    if (waiting.isEmpty()) {
      free++;
    } else {
      waiting.remove().complete();
    }
  }
}
