package org.stylestream.service.client;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;

/**
 * What the jobs of one client share. All of it but the table is used on the client's context only.
 *
 * @param uploads of jobs' images, so that not too many bytes are under way
 * @param workers where listeners are called, and whatever takes long
 */
record ClientParts(
    ClientOptions options,
    Vertx vertx,
    Context context,
    EngineBus bus,
    EngineTable table,
    Discovery discovery,
    Leases leases,
    Turns uploads,
    ExecutorService workers,
    Random random) {
  /** Does what takes long on a worker thread; the future ends on the client's context. */
  <T> Future<T> work(Callable<T> task) {
    Promise<T> done = Promise.promise();
    workers.execute(
        () -> {
          Promise<T> result = Promise.promise();
          try {
            result.complete(task.call());
          } catch (Exception e) {
            result.fail(e);
          }
          context.runOnContext(now -> result.future().onComplete(done));
        });
    return done.future();
  }
}
