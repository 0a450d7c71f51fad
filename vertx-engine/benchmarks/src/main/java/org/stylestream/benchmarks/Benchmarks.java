package org.stylestream.benchmarks;

import java.util.Arrays;

/** Runs one of the measurements: the launcher hands {@code bench} and what follows it to this. */
public final class Benchmarks {
  private Benchmarks() {}

  /**
   * With {@code stream} as the first argument measures streaming, with {@code scales} what going
   * from coarse to fine gains, else compares with libtorch.
   */
  public static void main(String[] arguments) throws Exception {
    String which = arguments.length > 0 ? arguments[0] : "";
    switch (which) {
      case "stream" -> StreamingBenchmark.main(rest(arguments));
      case "scales" -> ScalesBenchmark.main(rest(arguments));
      default -> CompareWithLibtorch.main(arguments);
    }
  }

  private static String[] rest(String[] arguments) {
    return Arrays.copyOfRange(arguments, 1, arguments.length);
  }
}
