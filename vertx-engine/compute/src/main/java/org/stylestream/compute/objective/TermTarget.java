package org.stylestream.compute.objective;

/** What a term compares a layer with; owns vectors. */
interface TermTarget extends AutoCloseable {
  @Override
  void close();
}
