package org.stylestream.service.engine;

import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;

/** Keeps the event loop from waiting for files. */
final class Disk {
  private final WorkerExecutor executor;

  Disk(WorkerExecutor executor) {
    this.executor = executor;
  }

  /** Does something after everything that was given to be done so before. */
  <T> Future<T> inOrder(Callable<T> work) {
    return executor.executeBlocking(work, true);
  }

  /** Does something soon. */
  <T> Future<T> soon(Callable<T> work) {
    return executor.executeBlocking(work, false);
  }
}
