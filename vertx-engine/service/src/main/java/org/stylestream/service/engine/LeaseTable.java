package org.stylestream.service.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who has given a sign of life, and when: attachments by their clients, and jobs that were found
 * without a client by their own start.
 *
 * @param <T> what leases are on
 */
final class LeaseTable<T> {
  private final long nanoseconds;
  private final Map<T, Long> ends = new HashMap<>();

  LeaseTable(Duration lease) {
    nanoseconds = lease.toNanos();
  }

  /** Begins a lease, or prolongs it. */
  void renew(T holder) {
    ends.put(holder, System.nanoTime() + nanoseconds);
  }

  /** Ends a lease that isn't needed any more. */
  void remove(T holder) {
    ends.remove(holder);
  }

  /** Takes out those that weren't renewed in time. */
  List<T> takeExpired() {
    long now = System.nanoTime();
    List<T> expired = new ArrayList<>();
    ends.forEach(
        (holder, end) -> {
          if (end - now < 0) {
            expired.add(holder);
          }
        });
    expired.forEach(ends::remove);
    return expired;
  }
}
