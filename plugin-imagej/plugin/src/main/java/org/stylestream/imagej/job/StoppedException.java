package org.stylestream.imagej.job;

/** The user stopped what was going on. */
public final class StoppedException extends Exception {
  private static final long serialVersionUID = 1L;
}
