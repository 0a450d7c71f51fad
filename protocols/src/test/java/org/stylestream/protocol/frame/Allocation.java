package org.stylestream.protocol.frame;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What code allocates on the heap. */
public final class Allocation {
  private Allocation() {}

  /** Bytes that this thread allocates while it runs the code; what that throws is passed over. */
  public static long of(ThrowingCallable code) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    try {
      code.call();
    } catch (Throwable e) {
      return threads.getCurrentThreadAllocatedBytes() - before;
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
