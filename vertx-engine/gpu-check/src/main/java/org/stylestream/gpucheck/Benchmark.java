package org.stylestream.gpucheck;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
  /** The size that is asked for first, should time run out. */
  private static final List<Integer> SIDES = List.of(512, 256, 1024, 2048);

  private static final List<String> OPTIMIZERS = List.of("lbfgs", "adam");

  /** How far two ways' losses of the same image may differ. */
  private static final double SAME_LOSS = 1e-2;

  /** PyTorch's time that an iteration of ours may take. */
  private static final double ASKED = 0.5;

  private static final String ROW = "| %s | %s | %s | %s | %s | %s |%n";

  /** Something that takes a time. */
  private interface Measurement {
    Timing take() throws IOException;
  }

  private final NetworkWeights weights;
  private final Map<Precision, CudaDevice> devices = new EnumMap<>(Precision.class);
  private final List<String> comparisons = new ArrayList<>();
  private boolean right = true;

  Benchmark(NetworkWeights weights) {
    this.weights = weights;
  }

  /**
   * Prints the table.
   *
   * @return whether everything could be measured, and all ways have the same loss
   */
  boolean prints() throws IOException {
    Optional<PyTorch> pytorch = PyTorch.find(weights, "cuda");
    try {
      System.out.println(
          pytorch
              .map(found -> "PyTorch " + found.version())
              .orElse("PyTorch: not measured, as there is no python3 with torch that sees a GPU"));
      System.out.printf(ROW, "Size", "Optimiser", "Way", "ms an iteration", "evaluations", "loss");
      System.out.println("|---|---|---|---|---|---|");
      for (int side : SIDES) {
        for (String optimizer : OPTIMIZERS) {
          print(side, optimizer, pytorch);
        }
      }
      comparisons.forEach(System.out::println);
      return right;
    } finally {
      pytorch.ifPresent(PyTorch::close);
      devices.values().forEach(CudaDevice::close);
    }
  }

  private void print(int side, String optimizer, Optional<PyTorch> pytorch) {
    Rounds plan = Rounds.of(side);
    int iterations = Rounds.WARM_UP + plan.iterations();
    MeasuredRun run = MeasuredRun.of(weights, side, settings(optimizer), iterations);
    List<Timing> timings = new ArrayList<>();
    Optional<Timing> ours = Optional.empty();
    for (Precision precision : List.of(Precision.TF32, Precision.FP32, Precision.FP16)) {
      Optional<Timing> timing =
          print(run, optimizer, "ours, " + precision, () -> ours(run, plan, precision));
      timing.ifPresent(timings::add);
      ours = precision == Precision.TF32 ? timing : ours;
    }
    for (String way : pytorch.isPresent() ? PyTorch.WAYS : List.<String>of()) {
      Optional<Timing> timing =
          print(
              run,
              optimizer,
              "PyTorch, " + way,
              () -> pytorch.get().measure(run, plan, optimizer, way));
      timing.ifPresent(timings::add);
      if (way.equals("eager") && ours.isPresent() && timing.isPresent()) {
        compare(side, optimizer, ours.get(), timing.get());
      }
    }
    checkLosses(timings);
  }

  private void compare(int side, String optimizer, Timing ours, Timing theirs) {
    double share = ours.millisecondsAnIteration() / theirs.millisecondsAnIteration();
    comparisons.add(
        String.format(
            Locale.ROOT,
            "%s at %d×%d: ours in TF32 takes %.2f of the time of PyTorch eager%s",
            optimizer,
            side,
            side,
            share,
            optimizer.equals("lbfgs") && side == SIDES.get(0) ? verdict(share) : ""));
  }

  private static String verdict(double share) {
    String holds = share <= ASKED ? "HOLDS" : "DOESN'T HOLD";
    return String.format(Locale.ROOT, "; asked is at most %.1f: %s", ASKED, holds);
  }

  private void checkLosses(List<Timing> timings) {
    double first = timings.isEmpty() ? 0 : timings.get(0).loss();
    if (timings.stream().anyMatch(t -> !(Math.abs(t.loss() - first) <= SAME_LOSS * first))) {
      System.out.println("THE LOSSES DIFFER: these aren't measurements of the same thing");
      right = false;
    }
  }

  /** A row; what can't be measured is told in it. */
  private Optional<Timing> print(
      MeasuredRun run, String optimizer, String way, Measurement measurement) {
    Object[] row = {run.side() + "×" + run.side(), optimizer, way, "not measured", "", ""};
    try {
      Timing timing = measurement.take();
      row[3] = String.format(Locale.ROOT, "%.2f", timing.millisecondsAnIteration());
      row[4] = String.format(Locale.ROOT, "%.2f", timing.evaluationsAnIteration());
      row[5] = String.format(Locale.ROOT, "%.5g", timing.loss());
      return Optional.of(timing);
    } catch (IOException | RuntimeException e) {
      row[5] = e.getMessage();
      right = false;
      return Optional.empty();
    } finally {
      System.out.printf(ROW, row);
    }
  }

  private static OptimizerSettings settings(String optimizer) {
    return optimizer.equals("lbfgs")
        ? LbfgsSettings.DEFAULT
        : new AdamSettings(1, 0.9, 0.999, 1e-8, EpsilonForm.KERAS);
  }

  private Timing ours(MeasuredRun run, Rounds plan, Precision precision) {
    CudaDevice device = devices.computeIfAbsent(precision, GpuCheck::open);
    List<Timing> rounds = new ArrayList<>();
    long begun = System.nanoTime();
    while (rounds.size() < plan.rounds()
        && (rounds.isEmpty() || (System.nanoTime() - begun) * 1e-9 < plan.seconds())) {
      rounds.add(run.time(device));
    }
    rounds.sort(Comparator.comparingDouble(Timing::millisecondsAnIteration));
    return rounds.get(rounds.size() / 2);
  }
}
