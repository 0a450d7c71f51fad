package org.stylestream.compute.preset;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.stylestream.compute.network.NetworkTopology;

/**
 * What a Deep Dream does with its picture. The loss of an octave's image x, over H × W × 3 values,
 * is Σ_l coefficient_l · Σ F_l² / size(F_l) − variationWeight · Σ (dx² + dy²)^1.25 / 3HW −
 * pixelWeight · Σ (x − m)² / 3HW, F_l² being summed without a border of two positions and m VGG's
 * mean colour; it is made larger by steps along its gradient.
 *
 * @param layers coefficient by layer, at least one
 * @param filters of every layer, from 0; empty for all
 * @param size of the result
 * @param octaves sizes at which is dreamt, from small to large
 * @param octaveScale ratio of the sizes of neighbouring octaves, above 1
 * @param steps of gradient ascent an octave
 * @param stepSize mean length of a step, on 0–255
 * @param maximumLoss an octave ends when its loss is above this
 * @param jitter the image is shifted at random, around its edges, by up to so many pixels a step
 * @param variationWeight of the total variation ("continuity" in Keras' program of 2016)
 * @param pixelWeight of the distance from grey ("dream_l2" there)
 */
public record DreamSettings(
    Map<String, Double> layers,
    List<Integer> filters,
    SizeRule size,
    int octaves,
    double octaveScale,
    int steps,
    double stepSize,
    OptionalDouble maximumLoss,
    int jitter,
    double variationWeight,
    double pixelWeight) {
  public DreamSettings {
    SortedMap<String, Double> canonical = new TreeMap<>();
    layers.forEach((name, value) -> canonical.put(NetworkTopology.canonicalName(name), value));
    layers = Collections.unmodifiableSortedMap(canonical);
    filters = filters.stream().distinct().sorted().toList();
    if (layers.values().stream().allMatch(coefficient -> coefficient == 0)) {
      throw new IllegalArgumentException(
          "a dream needs at least one layer whose coefficient isn't 0");
    }
    if (octaves < 1 || steps < 1 || jitter < 0) {
      throw new IllegalArgumentException(
          "%d octaves of %d steps with a jitter of %d can't be; at least 1, 1 and 0 are needed"
              .formatted(octaves, steps, jitter));
    }
    if (!(octaveScale > 1)) {
      throw new IllegalArgumentException(
          "the octave scale is %s; it must be above 1".formatted(octaveScale));
    }
    if (!(stepSize > 0)) {
      throw new IllegalArgumentException(
          "the step size is %s; it must be above 0".formatted(stepSize));
    }
    if (!(variationWeight >= 0 && pixelWeight >= 0)) {
      throw new IllegalArgumentException(
          "the weights of total variation and pixels are %s and %s; they must be at least 0"
              .formatted(variationWeight, pixelWeight));
    }
  }

  /** The same at another size. */
  public DreamSettings at(SizeRule other) {
    return new DreamSettings(
        layers,
        filters,
        other,
        octaves,
        octaveScale,
        steps,
        stepSize,
        maximumLoss,
        jitter,
        variationWeight,
        pixelWeight);
  }
}
