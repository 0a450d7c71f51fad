package org.stylestream.protocol.job;

/** Which jobs go first; within a priority clients take turns. */
public enum Priority {
  /** Someone is waiting and watching. */
  HIGH,
  /** Where nothing else is said. */
  NORMAL,
  /** When there is nothing else to do. */
  LOW
}
