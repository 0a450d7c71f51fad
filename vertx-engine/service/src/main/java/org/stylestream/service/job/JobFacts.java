package org.stylestream.service.job;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.stylestream.compute.dream.DeepDreamJob;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Plane;
import org.stylestream.compute.optimizer.AdamSettings;
import org.stylestream.compute.optimizer.GradientDescentSettings;
import org.stylestream.compute.optimizer.LbfgsSettings;
import org.stylestream.compute.optimizer.OptimizerSettings;
import org.stylestream.compute.preset.ContentLoss;
import org.stylestream.compute.preset.DreamSettings;
import org.stylestream.compute.preset.StageSettings;
import org.stylestream.compute.preset.StyleLoss;
import org.stylestream.compute.preset.StylePreset;
import org.stylestream.compute.preset.VariationLoss;
import org.stylestream.compute.transfer.StyleImage;
import org.stylestream.compute.transfer.StyleTransferJob;

/**
 * What makes a job, in words, so that a checkpoint of another job can be told apart by what the
 * user knows.
 */
public final class JobFacts {
  private static final String PREFIX = "job ";
  private static final String PICTURE = "picture ";

  private JobFacts() {}

  /**
   * A fact that two jobs don't share.
   *
   * @param name as {@code seed}, {@code content-weight} or {@code the content picture}
   * @param picture whether it is about pixels, whose values say nothing to people
   */
  public record Difference(String name, String saved, String now, boolean picture) {
    /** In words, with another name for the fact. */
    public String words(String called) {
      if (saved.isEmpty()) {
        return "it is of another kind of job";
      }
      return picture
          ? called + " had other pixels"
          : "%s was %s, now it is %s".formatted(called, saved, now);
    }
  }

  /** Facts with the network, to be kept in a checkpoint. */
  static Map<String, String> with(Map<String, String> facts, String network) {
    Map<String, String> all = new LinkedHashMap<>(facts);
    all.put(PREFIX + "network", network);
    return all;
  }

  /** The facts that are known without the network. */
  static Map<String, String> of(DeepDreamJob job) {
    DreamSettings settings = job.settings();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("layer", settings.layers().toString());
    facts.put("the content picture", picture(job.content()));
    job.guide().ifPresent(guide -> facts.put("the guide picture", picture(guide)));
    facts.put("filter", settings.filters().toString());
    facts.put("seed", String.valueOf(job.seed()));
    facts.put("size", settings.size().text());
    facts.put("octaves", String.valueOf(settings.octaves()));
    facts.put("octave-scale", String.valueOf(settings.octaveScale()));
    facts.put("steps", String.valueOf(settings.steps()));
    facts.put("step-size", String.valueOf(settings.stepSize()));
    facts.put("max-loss", settings.maximumLoss().toString());
    facts.put("jitter", String.valueOf(settings.jitter()));
    facts.put("tv-weight", String.valueOf(settings.variationWeight()));
    facts.put("pixel-weight", String.valueOf(settings.pixelWeight()));
    return prefixed(facts);
  }

  /** The facts that are known without the network. */
  static Map<String, String> of(StyleTransferJob job) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("the content picture", picture(job.content()));
    facts.put(
        "the style pictures",
        job.styles().stream().map(StyleImage::image).map(JobFacts::picture).collect(joined()));
    facts.put(
        "style-blend",
        job.styles().stream().map(style -> String.valueOf(style.weight())).collect(joined()));
    facts.put(
        "style-scale",
        job.styles().stream().map(style -> String.valueOf(style.scale())).collect(joined()));
    facts.put("the masks", planes(job, StyleImage::region));
    facts.put("the style masks", planes(job, StyleImage::mask));
    facts.put(
        "keep-colour",
        job.colour().map(colour -> colour.name().toLowerCase(Locale.ROOT)).orElse("none"));
    job.initial().ifPresent(initial -> facts.put("the initial picture", picture(initial)));
    job.temporal()
        .ifPresent(
            last -> {
              facts.put("the last frame", picture(last.image()));
              facts.put("where the last frame holds", PICTURE + digest(last.trust()));
              facts.put("temporal-weight", String.valueOf(last.weight()));
            });
    facts.put("seed", String.valueOf(job.seed()));
    preset(facts, job.preset());
    return prefixed(facts);
  }

  private static Map<String, String> prefixed(Map<String, String> facts) {
    Map<String, String> prefixed = new LinkedHashMap<>();
    facts.forEach((name, value) -> prefixed.put(PREFIX + name, value));
    return prefixed;
  }

  private static String planes(StyleTransferJob job, Function<StyleImage, Optional<Plane>> kind) {
    return PICTURE
        + job.styles().stream()
            .map(kind)
            .map(plane -> plane.map(JobFacts::digest).orElse("none"))
            .collect(joined());
  }

  private static String digest(Plane plane) {
    return "%dx%d %08x".formatted(plane.width(), plane.height(), Arrays.hashCode(plane.values()));
  }

  private static void preset(Map<String, String> facts, StylePreset preset) {
    ContentLoss content = preset.content();
    StyleLoss style = preset.style();
    facts.put("preset", preset.id());
    facts.put("content-weight", String.valueOf(content.weight()));
    facts.put("content-layer", String.join(",", content.layers().keySet()));
    facts.put("style-weight", String.valueOf(style.weight()));
    facts.put("style-layers", String.join(",", style.layers().keySet()));
    facts.put(
        "style-layer-weights",
        style.layers().values().stream().map(String::valueOf).collect(joined()));
    facts.put(
        "tv-weight", String.valueOf(preset.variation().map(VariationLoss::weight).orElse(0.0)));
    facts.put("pooling", preset.pooling().name());
    facts.put("optimizer", optimizer(preset.optimizer()));
    facts.put("init", preset.initial().text());
    facts.put("size", preset.size().text());
    facts.put(
        "iterations",
        preset.stages().stream()
            .map(StageSettings::iterations)
            .map(String::valueOf)
            .collect(Collectors.joining(" + ")));
  }

  private static String optimizer(OptimizerSettings optimizer) {
    if (optimizer instanceof LbfgsSettings lbfgs) {
      return "lbfgs with memory %d".formatted(lbfgs.memory());
    }
    if (optimizer instanceof AdamSettings adam) {
      return "adam with learning rate %s".formatted(adam.learningRate());
    }
    return "gradient-descent with learning rate %s"
        .formatted(((GradientDescentSettings) optimizer).learningRate());
  }

  private static Collector<CharSequence, ?, String> joined() {
    return Collectors.joining(",");
  }

  /** The first fact in which a checkpoint's job differs from this; empty if none that is named. */
  public static Optional<Difference> difference(
      Map<String, String> saved, Map<String, String> facts) {
    return facts.entrySet().stream()
        .filter(fact -> !fact.getValue().equals(saved.get(fact.getKey())))
        .findFirst()
        .map(
            fact ->
                new Difference(
                    fact.getKey().substring(PREFIX.length()),
                    saved.getOrDefault(fact.getKey(), ""),
                    fact.getValue(),
                    fact.getValue().startsWith(PICTURE)));
  }

  private static String picture(Image image) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      ByteBuffer row = ByteBuffer.allocate(image.width() * Image.CHANNELS * Float.BYTES);
      for (int y = 0; y < image.height(); y++) {
        row.clear();
        row.asFloatBuffer()
            .put(
                image.pixels(), y * image.width() * Image.CHANNELS, image.width() * Image.CHANNELS);
        digest.update(row.array());
      }
      return PICTURE
          + image.width()
          + "x"
          + image.height()
          + " "
          + HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
