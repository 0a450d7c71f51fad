package org.stylestream.service.cli.option;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.stylestream.compute.optimizer.AdamSettings;
import org.stylestream.compute.optimizer.GradientDescentSettings;
import org.stylestream.compute.optimizer.LbfgsSettings;
import org.stylestream.compute.optimizer.OptimizerSettings;
import org.stylestream.compute.preset.InitialImage;
import org.stylestream.compute.preset.StageSettings;
import org.stylestream.compute.preset.StylePreset;
import org.stylestream.compute.preset.Succession;
import org.stylestream.compute.preset.VariationLoss;

/** A preset's constants with their sources, line by line. */
public final class PresetSheet {
  private final List<String> lines = new ArrayList<>();

  private PresetSheet() {}

  public static List<String> of(StylePreset preset) {
    PresetSheet sheet = new PresetSheet();
    sheet.head(preset);
    sheet.losses(preset);
    sheet.run(preset);
    return List.copyOf(sheet.lines);
  }

  private void head(StylePreset preset) {
    lines.add("%s: %s".formatted(preset.id(), preset.summary()));
    row("source", preset.source());
    row("pixels", preset.pixelRange() == 255 ? "0 to 255" : "0 to " + number(preset.pixelRange()));
  }

  private void losses(StylePreset preset) {
    row(
        "content",
        "weight %s, %s, layers %s"
            .formatted(
                number(preset.content().weight()),
                words(preset.content().normalisation()),
                layers(preset.content().layers())));
    row("", preset.content().source());
    row(
        "style",
        "weight %s, %s, layers %s"
            .formatted(
                number(preset.style().weight()),
                preset.style().comparison().text(),
                layers(preset.style().layers())));
    row("", preset.style().source());
    row("tv", preset.variation().map(PresetSheet::variation).orElse("none"));
    preset.variation().ifPresent(loss -> row("", loss.source()));
    row("pooling", words(preset.pooling()));
  }

  private void run(StylePreset preset) {
    row("optimizer", optimizer(preset.optimizer()) + (preset.clipped() ? ", pixels clipped" : ""));
    row("start", initial(preset.initial()));
    row("size", preset.size().text());
    row(
        "stages",
        preset.stages().stream().map(PresetSheet::stage).collect(Collectors.joining(", then ")));
    succession(preset.succession());
    row("styles", words(preset.styleAspect()) + " aspect");
    row("keeps", "every %d iterations".formatted(preset.keepEvery()));
    row("", preset.runSource());
  }

  private void succession(Succession succession) {
    succession
        .averageDecay()
        .ifPresent(decay -> row("shows", "mean of iterates, decay " + number(decay)));
    if (succession.carriesMoments()) {
      row("carries", "the image and adam's moments, from scale to scale");
    }
  }

  private void row(String name, String value) {
    lines.add("  %-10s %s".formatted(name, value));
  }

  private static String variation(VariationLoss loss) {
    return "weight %s, %s".formatted(number(loss.weight()), words(loss.form()));
  }

  private static String stage(StageSettings stage) {
    return "%d iterations at scale %s".formatted(stage.iterations(), number(stage.scale()));
  }

  private static String layers(Map<String, Double> layers) {
    return layers.entrySet().stream()
        .map(layer -> "%s × %s".formatted(number(layer.getValue()), layer.getKey()))
        .collect(Collectors.joining(" + "));
  }

  private static String initial(InitialImage initial) {
    return initial instanceof InitialImage.Noise noise
        ? "noise of sigma " + number(noise.sigma())
        : initial.text();
  }

  /** An optimiser with its constants. */
  static String optimizer(OptimizerSettings settings) {
    if (settings instanceof LbfgsSettings lbfgs) {
      return "lbfgs, memory %d, first move %s".formatted(lbfgs.memory(), number(lbfgs.firstMove()));
    }
    if (settings instanceof AdamSettings adam) {
      return "adam, learning rate %s, beta1 %s, beta2 %s, epsilon %s (%s)"
          .formatted(
              number(adam.learningRate()),
              number(adam.beta1()),
              number(adam.beta2()),
              number(adam.epsilon()),
              words(adam.form()));
    }
    GradientDescentSettings descent = (GradientDescentSettings) settings;
    return "gradient-descent, learning rate %s, times %s every %s steps"
        .formatted(
            number(descent.learningRate()),
            number(descent.decayRate()),
            number(descent.decaySteps()));
  }

  private static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String number(double value) {
    String text = Double.toString(value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
