package org.stylestream.compute.network;

/** What stands between two blocks: 2 × 2, stride 2; an odd last row or column is dropped. */
public enum Pooling {
  MAX,
  AVERAGE
}
