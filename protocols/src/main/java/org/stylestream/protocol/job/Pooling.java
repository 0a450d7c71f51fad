package org.stylestream.protocol.job;

/** What stands between the blocks of a network. */
public enum Pooling {
  MAX,
  AVERAGE
}
