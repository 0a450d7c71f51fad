package org.stylestream.compute.network;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The layer table of a network of VGG-19's shape, of any width and perhaps cut short: 2, 2, 4, 4, 4
 * convolutions named {@code block1_conv1} … {@code block5_conv4}.
 */
public record NetworkTopology(List<ConvolutionLayer> layers) {
  /** The smallest side of an image that all five blocks can look at, in pixels. */
  public static final int SMALLEST_SIDE = 16;

  private static final int[] DEPTHS = {2, 2, 4, 4, 4};
  private static final Pattern NAME =
      Pattern.compile("(?:block([1-5])_conv([1-4])|(?:conv|relu)([1-5])_([1-4]))");

  public NetworkTopology {
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("a network needs at least one layer");
    }
    int inputs = 3;
    for (int i = 0; i < layers.size(); i++) {
      ConvolutionLayer layer = layers.get(i);
      if (!layer.name().equals(layerNames().get(i))) {
        throw new IllegalArgumentException(
            "layer %d is named %s; VGG-19 has %s there"
                .formatted(i + 1, layer.name(), layerNames().get(i)));
      }
      if (layer.inputs() != inputs) {
        throw new IllegalArgumentException(
            "%s takes %d channels; the layer below gives %d"
                .formatted(layer.name(), layer.inputs(), inputs));
      }
      inputs = layer.outputs();
    }
  }

  /** VGG-19's sixteen names, from the image upwards. */
  public static List<String> layerNames() {
    return Names.ALL;
  }

  /** The layer named {@code name}, if this network has it. */
  public Optional<ConvolutionLayer> find(String name) {
    return layers.stream().filter(layer -> layer.name().equals(name)).findFirst();
  }

  /**
   * The layer named {@code name}.
   *
   * @throws IllegalArgumentException if this network lacks it; the message names those it has
   */
  public ConvolutionLayer layer(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the network has no layer %s; it has %s to %s"
                        .formatted(name, layers.get(0).name(), last().name())));
  }

  /** Position of a layer, from 0. */
  public int indexOf(String name) {
    return layers.indexOf(layer(name));
  }

  /** Number of positions M of a layer's feature map for an image of height × width. */
  public static long positions(ConvolutionLayer layer, int height, int width) {
    return (long) layer.mapSide(height) * layer.mapSide(width);
  }

  public ConvolutionLayer last() {
    return layers.get(layers.size() - 1);
  }

  /** The deepest of the layers named. */
  public String deepest(Iterable<String> names) {
    int deepest = 0;
    for (String name : names) {
      deepest = Math.max(deepest, indexOf(name));
    }
    return layers.get(deepest).name();
  }

  /** This network's layers up to and including {@code name}. */
  public NetworkTopology upTo(String name) {
    return new NetworkTopology(layers.subList(0, indexOf(name) + 1));
  }

  /**
   * The full name of a layer given as {@code block4_conv2}, {@code conv4_2} or {@code relu4_2}.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static String canonicalName(String text) {
    Matcher matcher = NAME.matcher(text);
    if (matcher.matches()) {
      String block = matcher.group(1) == null ? matcher.group(3) : matcher.group(1);
      String conv = matcher.group(2) == null ? matcher.group(4) : matcher.group(2);
      String name = "block" + block + "_conv" + conv;
      if (layerNames().contains(name)) {
        return name;
      }
    }
    throw new IllegalArgumentException(
        "'%s' is no layer of VGG-19; layers are named like block4_conv2 or conv4_2"
            .formatted(text));
  }

  private static final class Names {
    static final List<String> ALL = names();

    private static List<String> names() {
      var names = new java.util.ArrayList<String>();
      for (int block = 1; block <= DEPTHS.length; block++) {
        for (int conv = 1; conv <= DEPTHS[block - 1]; conv++) {
          names.add("block" + block + "_conv" + conv);
        }
      }
      return List.copyOf(names);
    }
  }
}
