package org.stylestream.imagej.window;

import java.awt.AWTEvent;
import java.awt.EventQueue;
import java.awt.Toolkit;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures how long events keep the thread of events busy that our code has a part in. Processor
 * time is what is counted: on a machine that is busy with other things, time on the clock says
 * little.
 */
final class EventThreadWatch extends EventQueue {
  private static final int SAMPLE_MILLIS = 3;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final AtomicLong longestNanos = new AtomicLong();
  private volatile Thread dispatcher;
  private volatile long dispatch;
  private volatile long ourDispatch;
  private volatile String longest = "";
  private volatile String seen = "";

  /** Measures from now on. */
  static EventThreadWatch begin() {
    EventThreadWatch watch = new EventThreadWatch();
    Toolkit.getDefaultToolkit().getSystemEventQueue().push(watch);
    Thread sampler = new Thread(watch::sample, "sampler");
    sampler.setDaemon(true);
    sampler.start();
    return watch;
  }

  @Override
  protected void dispatchEvent(AWTEvent event) {
    dispatcher = Thread.currentThread();
    long number = dispatch + 1;
    dispatch = number;
    long begin = threads.getCurrentThreadCpuTime();
    super.dispatchEvent(event);
    long nanos = threads.getCurrentThreadCpuTime() - begin;
    // A modal dialog's events are dispatched inside of the one that opened it.
    if (ourDispatch == number && dispatch == number && nanos > longestNanos.get()) {
      longestNanos.set(nanos);
      longest = seen;
    }
    dispatch++;
  }

  private void sample() {
    while (true) {
      Thread thread = dispatcher;
      long number = dispatch;
      if (thread != null) {
        for (StackTraceElement element : thread.getStackTrace()) {
          boolean ours =
              element.getClassName().startsWith("org.stylestream")
                  && !element.getClassName().contains(".window.");
          if (ours) {
            ourDispatch = number;
            seen = element.toString();
            break;
          }
        }
      }
      java.util.concurrent.locks.LockSupport.parkNanos(SAMPLE_MILLIS * 1_000_000L);
    }
  }

  /** The longest so far, in milliseconds. */
  double longestMillis() {
    return longestNanos.get() / 1e6;
  }

  /** Where our code was in the longest. */
  String where() {
    return longest;
  }

  /** Forgets what was. */
  void reset() {
    longestNanos.set(0);
  }
}
