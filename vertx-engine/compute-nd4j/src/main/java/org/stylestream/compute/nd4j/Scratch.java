package org.stylestream.compute.nd4j;

import java.util.HashMap;
import java.util.Map;

/** Room for one intermediate result, of every length that was ever asked for. */
final class Scratch implements AutoCloseable {
  private final Map<Integer, NativeFloats> byLength = new HashMap<>();

  NativeFloats of(int length) {
    return byLength.computeIfAbsent(length, NativeFloats::new);
  }

  @Override
  public void close() {
    byLength.values().forEach(NativeFloats::close);
    byLength.clear();
  }
}
