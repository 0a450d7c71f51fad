package org.stylestream.benchmarks;

import java.util.Arrays;

/** Runs one of the measurements: the launcher hands {@code bench} and what follows it to this. */
public final class Benchmarks {
  private Benchmarks() {}

  /** With {@code stream} as the first argument measures streaming, else compares with libtorch. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 0 && arguments[0].equals("stream")) {
      StreamingBenchmark.main(Arrays.copyOfRange(arguments, 1, arguments.length));
    } else {
      CompareWithLibtorch.main(arguments);
    }
  }
}
