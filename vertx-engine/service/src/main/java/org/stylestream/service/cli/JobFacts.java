package org.stylestream.service.cli;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.preset.ContentLoss;
import org.stylestream.compute.preset.StageSettings;
import org.stylestream.compute.preset.StyleLoss;
import org.stylestream.compute.preset.StylePreset;
import org.stylestream.compute.preset.VariationLoss;
import org.stylestream.compute.transfer.StyleImage;
import org.stylestream.compute.transfer.StyleTransferJob;

/**
 * What makes a job, by the names that the user knows, so that a checkpoint of another job can be
 * told apart in words.
 */
final class JobFacts {
  private static final String PREFIX = "job ";
  private static final String PICTURE = "picture ";

  private JobFacts() {}

  /** The facts, to be kept in a checkpoint. */
  static Map<String, String> of(StyleTransferJob job, String network) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("the content picture", picture(job.content()));
    facts.put(
        "the style pictures",
        job.styles().stream().map(StyleImage::image).map(JobFacts::picture).collect(joined()));
    facts.put(
        "--style-blend",
        job.styles().stream().map(style -> String.valueOf(style.weight())).collect(joined()));
    job.initial()
        .ifPresent(initial -> facts.put("the picture given with --init", picture(initial)));
    facts.put("--network", network);
    facts.put("--seed", String.valueOf(job.seed()));
    preset(facts, job.preset());
    Map<String, String> prefixed = new LinkedHashMap<>();
    facts.forEach((name, value) -> prefixed.put(PREFIX + name, value));
    return prefixed;
  }

  private static void preset(Map<String, String> facts, StylePreset preset) {
    ContentLoss content = preset.content();
    StyleLoss style = preset.style();
    facts.put("--preset", preset.id());
    facts.put("--content-weight", String.valueOf(content.weight()));
    facts.put("--content-layer", String.join(",", content.layers().keySet()));
    facts.put("--style-weight", String.valueOf(style.weight()));
    facts.put("--style-layers", String.join(",", style.layers().keySet()));
    facts.put(
        "--tv-weight", String.valueOf(preset.variation().map(VariationLoss::weight).orElse(0.0)));
    facts.put("--pooling", preset.pooling().name());
    facts.put("--optimizer", PresetSheet.optimizer(preset.optimizer()));
    facts.put("--init", preset.initial().text());
    facts.put("--size", preset.size().text());
    facts.put(
        "--iterations",
        preset.stages().stream()
            .map(StageSettings::iterations)
            .map(String::valueOf)
            .collect(Collectors.joining(" + ")));
  }

  private static Collector<CharSequence, ?, String> joined() {
    return Collectors.joining(",");
  }

  /**
   * What differs between a checkpoint's facts and this job's, in words; empty if nothing named
   * does.
   */
  static Optional<String> difference(Map<String, String> saved, Map<String, String> facts) {
    return facts.entrySet().stream()
        .filter(fact -> !fact.getValue().equals(saved.get(fact.getKey())))
        .findFirst()
        .map(fact -> words(fact.getKey(), saved.get(fact.getKey()), fact.getValue()));
  }

  private static String words(String key, String saved, String now) {
    String name = key.substring(PREFIX.length());
    return now.startsWith(PICTURE)
        ? name + " had other pixels"
        : "%s was %s, now it is %s".formatted(name, saved, now);
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
