package org.stylestream.service.client;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.stylestream.protocol.message.Fault;

/**
 * Lets any thread use what belongs to the client's context. Answers come on the caller's context;
 * to callers without one on a worker thread, so that nothing that they do then blocks an event
 * loop.
 */
final class Callers {
  private final Context own;
  private final Executor workers;

  Callers(Context own, Executor workers) {
    this.own = own;
    this.workers = workers;
  }

  /** Does something on the client's context. */
  <T> Future<T> call(Supplier<Future<T>> action) {
    Context caller = Vertx.currentContext();
    Promise<T> answer = Promise.promise();
    try {
      own.runOnContext(
          now -> attempt(action).onComplete(result -> answer(caller, () -> answer.handle(result))));
    } catch (RejectedExecutionException e) {
      answer.fail(
          new JobFailedException(
              Fault.of(Fault.Code.UNAVAILABLE, "the client's event bus is closed"), e));
    }
    return answer.future();
  }

  private static <T> Future<T> attempt(Supplier<Future<T>> action) {
    try {
      return action.get();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private void answer(Context caller, Runnable answer) {
    if (caller == own) {
      answer.run();
    } else if (caller != null) {
      caller.runOnContext(now -> answer.run());
    } else {
      onWorker(answer);
    }
  }

  private void onWorker(Runnable answer) {
    try {
      workers.execute(answer);
    } catch (RejectedExecutionException e) { // the client is closed: this may be the answer to that
      answer.run();
    }
  }
}
