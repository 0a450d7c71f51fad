package org.stylestream.gpucheck;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.stylestream.compute.cuda.CudaDevice;
import org.stylestream.compute.device.Precision;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.compute.optimizer.AdamSettings;
import org.stylestream.compute.optimizer.EpsilonForm;
import org.stylestream.compute.optimizer.LbfgsSettings;
import org.stylestream.compute.optimizer.OptimizerSettings;

/** Milliseconds an iteration, ours and PyTorch's, as a table. */
final class Benchmark {
  private static final int[] SIDES = {256, 512, 1024, 2048};
  private static final int ROUNDS = 3;
  private static final int WARM_UP = 10;
  private static final String ROW = "| %s | %s | %s | %s | %s | %s |%n";

  private final NetworkWeights weights;

  Benchmark(NetworkWeights weights) {
    this.weights = weights;
  }

  void print() throws IOException {
    Optional<PyTorch> pytorch = PyTorch.find(weights);
    System.out.printf(ROW, "Size", "Optimiser", "Way", "ms an iteration", "evaluations", "loss");
    System.out.println("|---|---|---|---|---|---|");
    for (int side : SIDES) {
      for (String optimizer : List.of("lbfgs", "adam")) {
        print(side, optimizer, pytorch);
      }
    }
    if (pytorch.isEmpty()) {
      System.out.println(
          "PyTorch: not measured, as there is no python3 with torch that sees a GPU");
    }
  }

  private void print(int side, String optimizer, Optional<PyTorch> pytorch) throws IOException {
    int iterations = iterations(side);
    for (Precision precision : Precision.values()) {
      print(side, optimizer, "ours, " + precision, ours(side, optimizer, iterations, precision));
    }
    if (pytorch.isPresent()) {
      for (String way : PyTorch.WAYS) {
        Timing timing = pytorch.get().measure(side, optimizer, iterations, way);
        print(side, optimizer, "PyTorch, " + way, timing);
      }
    }
  }

  private static void print(int side, String optimizer, String way, Timing timing) {
    System.out.printf(
        Locale.ROOT,
        ROW,
        side + "×" + side,
        optimizer,
        way,
        "%.2f".formatted(timing.millisecondsAnIteration()),
        "%.2f".formatted(timing.evaluationsAnIteration()),
        "%.5g".formatted(timing.loss()));
  }

  private static int iterations(int side) {
    return Math.max(20, 100 * 512 / Math.max(512, side) * 512 / Math.max(512, side));
  }

  private static OptimizerSettings settings(String optimizer) {
    return optimizer.equals("lbfgs")
        ? LbfgsSettings.DEFAULT
        : new AdamSettings(1, 0.9, 0.999, 1e-8, EpsilonForm.KERAS);
  }

  private Timing ours(int side, String optimizer, int iterations, Precision precision) {
    MeasuredRun run = new MeasuredRun(weights, side, settings(optimizer), WARM_UP + iterations);
    List<Timing> rounds = new ArrayList<>();
    try (CudaDevice device = GpuCheck.open(precision)) {
      for (int round = 0; round < ROUNDS; round++) {
        rounds.add(round(device, run, iterations));
      }
    }
    double[] times =
        rounds.stream().mapToDouble(Timing::millisecondsAnIteration).sorted().toArray();
    Timing first = rounds.get(0);
    return new Timing(first.loss(), times[ROUNDS / 2], first.evaluationsAnIteration());
  }

  private static Timing round(CudaDevice device, MeasuredRun run, int iterations) {
    long[] times = new long[2];
    int[] evaluations = new int[2];
    double[] loss = new double[1];
    run.run(
        device,
        iteration -> {
          if (iteration.index() == 0) {
            loss[0] = iteration.loss().total();
          }
          int which = iteration.index() <= WARM_UP ? 0 : 1;
          times[which] = System.nanoTime();
          evaluations[which] = iteration.evaluations();
        });
    return new Timing(
        loss[0],
        (times[1] - times[0]) * 1e-6 / iterations,
        (double) (evaluations[1] - evaluations[0]) / iterations);
  }
}
