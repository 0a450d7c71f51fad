package org.stylestream.service.job;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.stylestream.compute.run.Iteration;
import org.stylestream.protocol.event.JobEvent;

/**
 * Where a running job's events go, in order. What can't be recorded ends the run: a {@link
 * JobFaultException} says why, at once or out of what is called next.
 */
public interface JobRecord {
  /** The last iteration whose progress was recorded, in this run or before it; -1 for none. */
  int lastProgress();

  /** The last iteration whose frame was kept, in this run or before it; -1 for none. */
  int lastKept();

  /** Records an event without a frame. */
  void add(JobEvent event);

  /**
   * Records an event with its frame.
   *
   * @param frame makes as many bytes as the event says; may be called on another thread, and later,
   *     but before {@link #settle} returns
   */
  void add(JobEvent event, Supplier<byte[]> frame);

  /**
   * Records a checkpoint.
   *
   * @param file a file that may be replaced later, but isn't written to
   * @param forClient whether the client wants it
   */
  void addCheckpoint(int iteration, Path file, boolean forClient);

  /** Waits until all that was added is recorded. */
  void settle();

  /** Shows an iteration, which may be looked at while this is called. */
  void look(Iteration iteration);
}
