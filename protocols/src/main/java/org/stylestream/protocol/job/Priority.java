package org.stylestream.protocol.job;

import org.stylestream.protocol.record.Meaning;

/** Which jobs go first; within a priority clients take turns. */
public enum Priority {
  /** Someone is waiting and watching. */
  @Meaning("Someone is waiting and watching.")
  HIGH,
  /** Where nothing else is said. */
  @Meaning("Where nothing else is said.")
  NORMAL,
  /** When there is nothing else to do. */
  @Meaning("When there is nothing else to do.")
  LOW
}
