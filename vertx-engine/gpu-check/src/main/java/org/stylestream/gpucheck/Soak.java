package org.stylestream.gpucheck;

import java.util.Locale;
import org.stylestream.compute.cuda.CudaDevice;
import org.stylestream.compute.device.Precision;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.compute.optimizer.LbfgsSettings;

/**
 * A thousand iterations at 512×512: how long they take, with frames and without; memory is flat.
 */
final class Soak {
  private static final int SIDE = 512;
  private static final int ITERATIONS = 1000;
  private static final int SETTLED = 50;
  private static final int FRAME = 10;
  private static final int NO_FRAMES = Integer.MAX_VALUE;

  /** Turns of runs without frames and with: the quickest of each count. */
  private static final int ROUNDS = 3;

  private static final double ASKED_SECONDS = 4;
  private static final double ASKED_PERCENT = 2;

  /** All but those that begin a run. */
  private static final double LEAST_REPLAYS = 0.9 * 2 * ROUNDS * ITERATIONS;

  /** What the driver may take at its leisure. */
  private static final long TOLERATED_BYTES = 16L << 20;

  private final MeasuredRun run;
  private long freeWhenSettled;
  private long freeLast;

  Soak(NetworkWeights weights) {
    run = MeasuredRun.of(weights, SIDE, LbfgsSettings.DEFAULT, ITERATIONS);
  }

  /** Whether memory is flat over all runs, and evaluations are replayed. */
  boolean passes() {
    double still = Double.POSITIVE_INFINITY;
    double streaming = Double.POSITIVE_INFINITY;
    long replays;
    try (CudaDevice device = GpuCheck.open(Precision.TF32)) {
      for (int round = 0; round < ROUNDS; round++) {
        still = Math.min(still, seconds(device, NO_FRAMES));
        streaming = Math.min(streaming, seconds(device, FRAME));
      }
      replays = device.replays();
    }
    double percent = 100 * (streaming / still - 1);
    long taken = freeWhenSettled - freeLast;
    boolean flat = Math.abs(taken) <= TOLERATED_BYTES;
    print("%d iterations of %d×%d in %.2f s", ITERATIONS, SIDE, SIDE, still);
    verdict("under %.0f s", ASKED_SECONDS, still < ASKED_SECONDS);
    print("with every tenth frame read from the GPU in %.2f s (%+.1f %%)", streaming, percent);
    verdict("under %.0f %%", ASKED_PERCENT, percent < ASKED_PERCENT);
    print("memory grew by %+d KiB from the start to the end of %d runs", taken >> 10, 2 * ROUNDS);
    verdict("at most %.0f KiB", TOLERATED_BYTES / 1024.0, flat);
    print("%d evaluations were replayed as CUDA graphs", replays);
    verdict("at least %.0f", LEAST_REPLAYS, replays >= LEAST_REPLAYS);
    return flat && replays >= LEAST_REPLAYS;
  }

  private static void print(String what, Object... values) {
    System.out.printf(Locale.ROOT, "soak: " + what, values);
  }

  private static void verdict(String asked, double value, boolean holds) {
    System.out.printf(
        Locale.ROOT, "; asked is " + asked + ": %s%n", value, holds ? "HOLDS" : "DOESN'T HOLD");
  }

  /**
   * Seconds that a thousand iterations take, in as many runs as it takes where one stalls.
   *
   * @param frame of how many iterations the image of one is read
   */
  private double seconds(CudaDevice device, int frame) {
    double seconds = 0;
    int done = 0;
    while (done < ITERATIONS) {
      long[] times = new long[2];
      int[] last = new int[1];
      run.withIterations(ITERATIONS - done)
          .run(
              device,
              iteration -> {
                if (iteration.index() % frame == frame - 1) {
                  iteration.image().read();
                }
                times[iteration.index() == 0 ? 0 : 1] = System.nanoTime();
                last[0] = iteration.index();
                watchMemory(device, iteration.index());
              });
      if (last[0] == 0) {
        throw new IllegalStateException("the run stalled at its start");
      }
      done += last[0];
      seconds += (times[1] - times[0]) * 1e-9;
    }
    return seconds;
  }

  private void watchMemory(CudaDevice device, int index) {
    if (index == SETTLED) {
      freeLast = device.freeMemory();
      freeWhenSettled = freeWhenSettled == 0 ? freeLast : freeWhenSettled;
    }
  }
}
