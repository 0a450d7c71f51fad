package org.stylestream.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.DeviceOptions;
import org.stylestream.compute.device.DeviceProvider;
import org.stylestream.compute.network.NetworkWeights;

/**
 * Times one evaluation (loss and gradient, VGG19 through block5_conv2, five Grams) of ours and of
 * libtorch's in turns, and prints the medians and, last, their ratios.
 */
public final class CompareWithLibtorch {
  private static final String USAGE =
      "options: --size HEIGHTxWIDTH (may be repeated; 400x266 and 512x512), --rounds N (9), --device ID (cpu), --threads N (all)";
  private static final int WARM_UP = 8;
  private static final int WARM_UP_LIBTORCH = 3;

  /** Evaluations that are made in one turn: libtorch's first after a pause is slower. */
  private static final int TURN = 2;

  private record Size(int height, int width) {
    static Size parse(String text) {
      String[] sides = text.split("x");
      return new Size(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
    }

    @Override
    public String toString() {
      return height + "x" + width;
    }
  }

  private record Options(List<Size> sizes, int rounds, String device, int threads) {
    static Options parse(String[] arguments) {
      List<Size> sizes = new ArrayList<>();
      int rounds = 9;
      String device = "cpu";
      int threads = Runtime.getRuntime().availableProcessors();
      for (int i = 0; i < arguments.length; i += 2) {
        String value = arguments[i + 1];
        switch (arguments[i]) {
          case "--size" -> sizes.add(Size.parse(value));
          case "--rounds" -> rounds = Integer.parseInt(value);
          case "--device" -> device = value;
          case "--threads" -> threads = Integer.parseInt(value);
          default -> throw new IllegalArgumentException(arguments[i]);
        }
      }
      if (sizes.isEmpty()) {
        sizes = List.of(new Size(400, 266), new Size(512, 512));
      }
      return new Options(sizes, rounds, device, threads);
    }
  }

  private CompareWithLibtorch() {}

  /** Runs the comparison; wrong options end the process with 2. */
  public static void main(String[] arguments) {
    Options options;
    try {
      options = Options.parse(arguments);
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      System.err.println(USAGE);
      System.exit(2);
      return;
    }
    LibtorchEvaluation.configure(options.threads);
    NetworkWeights weights = RandomVgg19.weights();
    List<String> ratios = new ArrayList<>();
    try (Device device = open(options)) {
      System.out.println(device.description().name());
      for (Size size : options.sizes) {
        ratios.add(compare(device, weights, size, options.rounds));
      }
    }
    ratios.forEach(System.out::println);
  }

  private static Device open(Options options) {
    for (DeviceProvider provider : ServiceLoader.load(DeviceProvider.class)) {
      if (provider.ids().contains(options.device)) {
        return provider.open(options.device, new DeviceOptions(options.threads));
      }
    }
    throw new IllegalArgumentException("there is no device named " + options.device);
  }

  private static String compare(Device device, NetworkWeights weights, Size size, int rounds) {
    try (Evaluation ours = new DeviceEvaluation(device, weights, size.height, size.width);
        Evaluation libtorch = new LibtorchEvaluation(weights, size.height, size.width)) {
      repeat(ours, WARM_UP);
      repeat(libtorch, WARM_UP_LIBTORCH);
      double[] own = new double[rounds];
      double[] other = new double[rounds];
      for (int round = 0; round < rounds; round++) {
        own[round] = secondsOfTurn(ours);
        other[round] = secondsOfTurn(libtorch);
      }
      System.out.printf(
          Locale.ROOT,
          "%s: ours %.3f s, libtorch %.3f s (medians of %d rounds)%n",
          size,
          Median.of(own),
          Median.of(other),
          rounds);
      return String.format(Locale.ROOT, "ratio %s: %.2f", size, Median.of(own) / Median.of(other));
    }
  }

  private static void repeat(Evaluation evaluation, int times) {
    for (int i = 0; i < times; i++) {
      evaluation.run();
    }
  }

  /** Seconds of the last evaluation of a turn. */
  private static double secondsOfTurn(Evaluation evaluation) {
    repeat(evaluation, TURN - 1);
    long start = System.nanoTime();
    evaluation.run();
    return (System.nanoTime() - start) * 1e-9;
  }
}
