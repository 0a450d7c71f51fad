package org.stylestream.compute.preset;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * The recipes for Deep Dream by their ids.
 *
 * <p>Those of 2016 were published with L-BFGS, five times seven evaluations at one size. The loss
 * has no lower bound, and beside VGG19's activations the weights that should give it one are too
 * small: five times seven iterations at a long side of 384 end at −4e12 (dreamy) and −4e18
 * (bad-trip), with pixels that are black or white in each channel. Steps of a given length in
 * octaves keep the picture.
 */
public final class DreamPresets {
  /** The id of the recipe that is used where none is named. */
  public static final String DEFAULT_ID = "creatures";

  /** Keras' example steps by 0.01 on −1 … 1. */
  private static final double KERAS_STEP = 0.01 * 127.5;

  private static final String KERAS_2020 =
      "Keras example 'Deep Dream' (F. Chollet, 2016, revised 2020), keras.io: three octaves of scale"
          + " 1.4, 20 steps of 0.01 on −1 … 1, maximum loss 15";
  private static final String KERAS_2016 =
      "Keras 1 example deep_dream.py (F. Chollet, 2016), of VGG16, whose layers have the same names";

  private static final List<DreamPreset> ALL = List.of(creatures(), dreamy(), badTrip());

  private DreamPresets() {}

  /** All recipes, the default first. */
  public static List<DreamPreset> all() {
    return ALL;
  }

  /**
   * The recipe named {@code id}.
   *
   * @throws IllegalArgumentException if there is none; the message names those there are
   */
  public static DreamPreset named(String id) {
    return ALL.stream()
        .filter(preset -> preset.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no dream '%s'; there are %s"
                        .formatted(
                            id,
                            ALL.stream().map(DreamPreset::id).collect(Collectors.joining(", ")))));
  }

  private static DreamPreset creatures() {
    return new DreamPreset(
        "creatures",
        "eyes, beaks and fur of VGG19's fifth block",
        "octaves and steps as in " + KERAS_2020 + "; the rest chosen by looking",
        settings(Map.of("block5_conv1", 1.0), 16, 0, 0));
  }

  private static DreamPreset dreamy() {
    Map<String, Double> layers = new LinkedHashMap<>();
    layers.put("block5_conv1", 0.05);
    layers.put("block5_conv2", 0.02);
    return new DreamPreset(
        "dreamy",
        "soft shapes of the fifth block",
        KERAS_2016
            + ": conv5_1 0.05, conv5_2 0.02, continuity 0.1, dream_l2 0.02, no jitter; octaves and"
            + " steps as in "
            + KERAS_2020,
        settings(layers, 0, 0.1, 0.02));
  }

  private static DreamPreset badTrip() {
    Map<String, Double> layers = new LinkedHashMap<>();
    layers.put("block4_conv1", 0.05);
    layers.put("block4_conv2", 0.01);
    layers.put("block4_conv3", 0.01);
    return new DreamPreset(
        "bad-trip",
        "dense patterns of the fourth block",
        KERAS_2016
            + ": conv4_1 0.05, conv4_2 0.01, conv4_3 0.01, continuity 0.1, dream_l2 0.8, jitter 5;"
            + " octaves and steps as in "
            + KERAS_2020,
        settings(layers, 5, 0.1, 0.8));
  }

  private static DreamSettings settings(
      Map<String, Double> layers, int jitter, double variationWeight, double pixelWeight) {
    return new DreamSettings(
        layers,
        List.of(),
        new SizeRule.LongSide(512),
        3,
        1.4,
        20,
        KERAS_STEP,
        OptionalDouble.empty(),
        jitter,
        variationWeight,
        pixelWeight);
  }
}
