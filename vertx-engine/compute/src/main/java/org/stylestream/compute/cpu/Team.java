package org.stylestream.compute.cpu;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * A fixed team of threads that shares out numbered tasks. The calling thread is worker 0; the
 * others are daemons. One thread at a time may call.
 */
final class Team implements AutoCloseable {
  /** One share of the work. */
  @FunctionalInterface
  interface Task {
    /**
     * @param worker who does it, below {@link Team#size()}: what to index buffers of one's own by
     * @param index which one, below the number of tasks
     */
    void run(int worker, int index);
  }

  private static final int SPINS = 5_000;
  private static final Task NONE = (worker, index) -> {};

  private final Thread[] helpers;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger unfinished = new AtomicInteger();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private volatile int round;
  private volatile boolean closed;
  private Thread caller = Thread.currentThread();
  private Task task = NONE;
  private int tasks;

  Team(int size) {
    helpers = new Thread[size - 1];
    for (int i = 0; i < helpers.length; i++) {
      int worker = i + 1;
      helpers[i] = new Thread(() -> help(worker), "stylestream-cpu-" + worker);
      helpers[i].setDaemon(true);
      helpers[i].start();
    }
  }

  int size() {
    return helpers.length + 1;
  }

  /**
   * Runs the tasks 0 … count − 1, each once, in any order, and waits for them.
   *
   * @throws RuntimeException or Error the first that a task threw; the tasks not begun by then are
   *     left out
   */
  void run(int count, Task work) {
    if (closed) {
      throw new IllegalStateException("the CPU device is closed");
    }
    if (helpers.length == 0 || count < 2) {
      for (int i = 0; i < count; i++) {
        work.run(0, i);
      }
      return;
    }
    caller = Thread.currentThread();
    task = work;
    tasks = count;
    next.set(0);
    unfinished.set(helpers.length);
    round++; // Publishes the fields above; only the caller writes it.
    for (Thread helper : helpers) {
      LockSupport.unpark(helper);
    }
    work(0);
    await();
    task = NONE;
    rethrow(failure.getAndSet(null));
  }

  private void await() {
    for (int spin = 0; unfinished.get() > 0; spin++) {
      if (spin < SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.park(this);
      }
    }
  }

  private static void rethrow(Throwable thrown) {
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    }
    if (thrown instanceof Error error) {
      throw error;
    }
  }

  private void work(int worker) {
    try {
      for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
        task.run(worker, i);
      }
    } catch (RuntimeException | Error thrown) {
      failure.compareAndSet(null, thrown);
      next.set(tasks);
    }
  }

  private void help(int worker) {
    int seen = 0;
    while (awaitRound(seen)) {
      seen++;
      work(worker);
      if (unfinished.decrementAndGet() == 0) {
        LockSupport.unpark(caller);
      }
    }
  }

  private boolean awaitRound(int seen) {
    for (int spin = 0; round == seen; spin++) {
      if (closed) {
        return false;
      }
      if (spin < SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.park(this);
      }
    }
    return true;
  }

  /** Ends the threads and waits for them. */
  @Override
  public void close() {
    closed = true;
    boolean interrupted = false;
    for (Thread helper : helpers) {
      LockSupport.unpark(helper);
      while (helper.isAlive()) {
        try {
          helper.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
