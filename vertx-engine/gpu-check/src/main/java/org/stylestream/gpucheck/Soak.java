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

  /** What the driver may take at its leisure. */
  private static final long TOLERATED_BYTES = 16L << 20;

  private final MeasuredRun run;

  Soak(NetworkWeights weights) {
    run = new MeasuredRun(weights, SIDE, LbfgsSettings.DEFAULT, ITERATIONS);
  }

  boolean passes() {
    try (CudaDevice device = GpuCheck.open(Precision.TF32)) {
      long[] free = new long[2];
      double still = seconds(device, free, Integer.MAX_VALUE);
      double streaming = seconds(device, free, FRAME);
      boolean flat = Math.abs(free[0] - free[1]) <= TOLERATED_BYTES;
      System.out.printf(
          Locale.ROOT,
          "soak: %d iterations of %d×%d in %.2f s; with every tenth frame %.2f s (%+.1f %%); memory %s (%+d KiB)%n",
          ITERATIONS,
          SIDE,
          SIDE,
          still,
          streaming,
          100 * (streaming / still - 1),
          flat ? "flat" : "NOT FLAT",
          (free[0] - free[1]) >> 10);
      return flat;
    }
  }

  /**
   * Seconds from the first iteration to the last.
   *
   * @param free takes the free memory when all is settled, and at the end
   * @param frame of how many iterations the image of one is read
   */
  private double seconds(CudaDevice device, long[] free, int frame) {
    long[] times = new long[2];
    run.run(
        device,
        iteration -> {
          if (iteration.index() == 0) {
            times[0] = System.nanoTime();
          }
          if (iteration.index() == SETTLED) {
            free[0] = device.freeMemory();
          }
          if (iteration.index() % frame == frame - 1) {
            iteration.image().read();
          }
          times[1] = System.nanoTime();
          if (iteration.index() == ITERATIONS) {
            free[1] = device.freeMemory();
          }
        });
    return (times[1] - times[0]) * 1e-9;
  }
}
