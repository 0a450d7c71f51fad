package org.stylestream.protocol.job;

import org.stylestream.protocol.record.Meaning;

/** What stands between the blocks of a network. */
public enum Pooling {
  /** The largest of four neighbours. */
  @Meaning("The largest of four neighbours.")
  MAX,
  /** The mean of four neighbours. */
  @Meaning("The mean of four neighbours.")
  AVERAGE
}
