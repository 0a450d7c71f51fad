package org.stylestream.compute.transfer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.FeatureNetwork;
import org.stylestream.compute.device.Tiling;
import org.stylestream.compute.device.Vector;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.compute.objective.FeatureObjective;
import org.stylestream.compute.objective.Loss;
import org.stylestream.compute.preset.StylePreset;

/**
 * A preset's loss and gradient at one image, with nothing optimised: for comparing with other
 * implementations.
 *
 * @param loss total and by term
 * @param gradients with respect to pixels on 0–255, height × width × 3: {@code gradient}, or by
 *     term {@code gradient/content}, {@code gradient/style}, {@code gradient/tv}, {@code
 *     gradient/temporal}
 */
public record StyleEvaluation(Loss loss, Map<String, float[]> gradients) {
  /** The same with whole maps. */
  public static StyleEvaluation of(
      Device device,
      NetworkWeights weights,
      StyleTransferJob job,
      Image at,
      boolean byTerm,
      Cancellation cancellation) {
    return of(device, weights, job, at, byTerm, Tiling.WHOLE, cancellation);
  }

  /**
   * Evaluates a preset. Sizes are taken as they are: only the pictures of {@code job} and its
   * preset's losses count.
   *
   * @param job its content image has the size of {@code at}
   * @param byTerm whether gradients are computed term by term
   * @param tiling how the network goes through its maps
   */
  public static StyleEvaluation of(
      Device device,
      NetworkWeights weights,
      StyleTransferJob job,
      Image at,
      boolean byTerm,
      Tiling tiling,
      Cancellation cancellation) {
    StylePreset preset = job.preset();
    Image content = job.content();
    if (content.height() != at.height() || content.width() != at.width()) {
      throw new IllegalArgumentException(
          "the content image is %d×%d and the image to evaluate at is %d×%d; they must be equal"
              .formatted(content.width(), content.height(), at.width(), at.height()));
    }
    List<StyleRegion> styles = StyleRegion.of(job, at.height(), at.width(), StyleImage::image);
    String deepest = weights.topology().deepest(PresetObjective.layers(preset));
    try (FeatureNetwork network = device.load(weights, preset.pooling(), deepest);
        Vector image = device.vector(at.pixels().length);
        Vector gradient = device.vector(at.pixels().length)) {
      image.write(at.pixels());
      PresetObjective objectives = new PresetObjective(device, network, preset, tiling);
      Map<String, float[]> gradients = new LinkedHashMap<>();
      List<Loss.Term> terms = new ArrayList<>();
      for (PresetObjective.Terms part : chosen(byTerm)) {
        try (FeatureObjective objective =
            objectives.build(content, styles, job.temporal(), part, cancellation)) {
          if (objective.terms().isEmpty()) {
            continue;
          }
          terms.addAll(objective.evaluate(image, gradient, cancellation).terms());
          gradients.put(
              byTerm ? "gradient/" + objective.terms().get(0) : "gradient", values(gradient));
        }
      }
      return new StyleEvaluation(Loss.sum(terms), gradients);
    }
  }

  private static List<PresetObjective.Terms> chosen(boolean byTerm) {
    return byTerm
        ? List.of(
            PresetObjective.Terms.CONTENT,
            PresetObjective.Terms.STYLE,
            PresetObjective.Terms.VARIATION,
            PresetObjective.Terms.TEMPORAL)
        : List.of(PresetObjective.Terms.ALL);
  }

  private static float[] values(Vector vector) {
    float[] values = new float[vector.length()];
    vector.read(values);
    return values;
  }
}
