package org.stylestream.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.DeviceOptions;
import org.stylestream.compute.device.DeviceProvider;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.compute.network.WeightsFile;
import org.stylestream.compute.preset.Presets;
import org.stylestream.compute.preset.StageSettings;
import org.stylestream.compute.preset.StylePreset;
import org.stylestream.compute.run.Checkpointing;
import org.stylestream.compute.run.Iteration;
import org.stylestream.compute.run.Run;
import org.stylestream.compute.transfer.StyleImage;
import org.stylestream.compute.transfer.StyleTransfer;
import org.stylestream.compute.transfer.StyleTransferJob;
import org.stylestream.service.picture.PictureReader;

/**
 * Measures how soon the default preset, coarse to fine, comes to the loss that a run at the
 * result's size alone has after some evaluations; both in turns. Writes the curves as JSON.
 */
final class ScalesBenchmark {
  private static final String USAGE =
      "options after scales: --content PICTURE --style PICTURE --network FILE [--report FILE.json (scales.json)] [--evaluations N (300)] [--rounds N (3)]";

  private final Device device;
  private final NetworkWeights weights;
  private final Image content;
  private final Image style;
  private final int evaluations;

  /** A loss at the result's size, and when it was reached. */
  private record Point(double seconds, int evaluations, double loss) {}

  private record Round(List<Point> alone, List<Point> coarseToFine) {
    double ratio() {
      return last(coarseToFine).seconds / last(alone).seconds;
    }

    static Point last(List<Point> curve) {
      return curve.get(curve.size() - 1);
    }
  }

  private ScalesBenchmark(
      Device device, NetworkWeights weights, Image content, Image style, int evaluations) {
    this.device = device;
    this.weights = weights;
    this.content = content;
    this.style = style;
    this.evaluations = evaluations;
  }

  /** Runs the measurement; wrong options end the process with 2. */
  static void main(String[] arguments) throws IOException {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      options.put(arguments[i], arguments[i + 1]);
    }
    if (!options.keySet().containsAll(List.of("--content", "--style", "--network"))) {
      System.err.println(USAGE);
      System.exit(2);
      return;
    }
    DeviceProvider provider = ServiceLoader.load(DeviceProvider.class).iterator().next();
    try (Device device = provider.open(provider.ids().get(0), DeviceOptions.defaults())) {
      ScalesBenchmark benchmark =
          new ScalesBenchmark(
              device,
              WeightsFile.read(Path.of(options.get("--network")), "vgg19"),
              PictureReader.read(Path.of(options.get("--content"))).image(),
              PictureReader.read(Path.of(options.get("--style"))).image(),
              Integer.parseInt(options.getOrDefault("--evaluations", "300")));
      int rounds = Integer.parseInt(options.getOrDefault("--rounds", "3"));
      benchmark.run(rounds, Path.of(options.getOrDefault("--report", "scales.json")));
    }
  }

  private void run(int rounds, Path report) throws IOException {
    StylePreset preset = Presets.named(Presets.DEFAULT_ID);
    StylePreset alone = preset.withStages(List.of(new StageSettings(1, evaluations)));
    List<Round> done = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      List<Point> plain = curve(alone, last -> last.evaluations() >= evaluations);
      double aim = Round.last(plain).loss;
      List<Point> staged =
          curve(
              longer(preset),
              iteration ->
                  iteration.plannedInStage() == 2 * evaluations
                      && iteration.loss().total() <= aim);
      Round round = new Round(plain, staged);
      done.add(round);
      System.out.printf(
          Locale.ROOT,
          "loss %.4g: alone %.1f s, coarse to fine %.1f s, ratio %.2f%n",
          aim,
          Round.last(plain).seconds,
          Round.last(staged).seconds,
          round.ratio());
    }
    write(done, report);
    System.out.printf(
        Locale.ROOT,
        "ratio scales: %.2f%n",
        Median.of(done.stream().mapToDouble(Round::ratio).toArray()));
  }

  /** The preset with a last stage that ends only at its aim. */
  private StylePreset longer(StylePreset preset) {
    List<StageSettings> stages = new ArrayList<>(preset.stages());
    stages.set(stages.size() - 1, new StageSettings(1, 2 * evaluations));
    return preset.withStages(stages);
  }

  /** The losses at the result's size until {@code done} says so. */
  private List<Point> curve(StylePreset preset, Predicate<Iteration> done) {
    StyleTransferJob job =
        new StyleTransferJob(
            content, List.of(new StyleImage(style, 1)), preset, Optional.empty(), 0);
    int last = preset.stages().size() - 1;
    List<Point> points = new ArrayList<>();
    boolean[] ended = {false};
    try (StyleTransfer transfer = new StyleTransfer(device, weights, job)) {
      new Run(
              device,
              transfer.plan(),
              iteration -> {
                if (iteration.stage() == last) {
                  points.add(
                      new Point(
                          iteration.seconds(),
                          iteration.evaluations(),
                          iteration.loss().total()));
                }
                ended[0] = done.test(iteration);
              },
              Checkpointing.NONE,
              () -> ended[0])
          .start(transfer.start());
    }
    return points;
  }

  private static void write(List<Round> rounds, Path report) throws IOException {
    try (JsonGenerator json =
        new JsonFactory().createGenerator(Files.newBufferedWriter(report))) {
      json.useDefaultPrettyPrinter();
      json.writeStartArray();
      for (Round round : rounds) {
        json.writeStartObject();
        json.writeNumberField("ratio", round.ratio());
        write(json, "alone", round.alone);
        write(json, "coarseToFine", round.coarseToFine);
        json.writeEndObject();
      }
      json.writeEndArray();
    }
  }

  private static void write(JsonGenerator json, String name, List<Point> curve)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (Point point : curve) {
      json.writeStartObject();
      json.writeNumberField("seconds", point.seconds);
      json.writeNumberField("evaluations", point.evaluations);
      json.writeNumberField("loss", point.loss);
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
