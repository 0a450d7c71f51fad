package org.stylestream.compute.run;

/** Sees the iterations of a run, on the thread that runs it. */
@FunctionalInterface
public interface RunListener {
  /** Sees an iteration; an exception ends the run and goes to its caller. */
  void iteration(Iteration iteration);
}
