package org.stylestream.compute.network;

import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads the convolutions of a network from a Keras HDF5 file of weights or of a whole model. A
 * layer is a group named like {@code block1_conv1}; the attribute {@code weight_names} names its
 * datasets ({@code block1_conv1_W_1:0} in old files, {@code block1_conv1/kernel:0} in newer ones).
 * Where it is missing, or names nothing that is there, all datasets in the group are looked
 * through. The one of rank 4, 3 × 3 × inputs × outputs, is the kernel; the one of rank 1 the bias.
 */
public final class KerasWeightsReader {
  private static final String FIRST_LAYER = NetworkTopology.layerNames().get(0);
  private static final String WEIGHT_NAMES = "weight_names";
  private static final int KERNEL_RANK = 4;
  private static final int BIAS_RANK = 1;

  private KerasWeightsReader() {}

  /**
   * Reads a network.
   *
   * @param name what it shall be called
   * @throws NetworkFormatException if the file holds no usable network
   */
  public static NetworkWeights read(Path path, String name) throws IOException {
    Hdf5Superblock.checkLength(path);
    try (HdfFile file = new HdfFile(path)) {
      Stored stored = new Stored(path.toString(), holderOfLayers(file));
      return new NetworkAssembly(path.toString(), stored, (block, outputs) -> outputs)
          .assemble(name);
    } catch (RuntimeException e) {
      // Damaged files make jHDF throw far more than its own HdfException.
      throw new NetworkFormatException(
          "%s is damaged or truncated: it can't be read as HDF5; get the file again"
              .formatted(path),
          e);
    }
  }

  /** Whether a file that can be read has layers of VGG-19's names. */
  static boolean namesLayers(Path path) {
    try (HdfFile file = new HdfFile(path)) {
      return childGroup(holderOfLayers(file), FIRST_LAYER).isPresent();
    } catch (RuntimeException e) {
      return true; // Reading it will say what is wrong.
    }
  }

  /** The file itself, or the group in it that stands for the model. */
  private static Group holderOfLayers(HdfFile file) {
    Deque<Group> waiting = new ArrayDeque<>(List.of(file));
    while (!waiting.isEmpty()) {
      Group group = waiting.remove();
      if (childGroup(group, FIRST_LAYER).isPresent()) {
        return group;
      }
      childGroups(group).forEach(waiting::add);
    }
    return file;
  }

  private static Stream<Group> childGroups(Group group) {
    return group.getChildren().values().stream()
        .filter(Group.class::isInstance)
        .map(Group.class::cast);
  }

  private static Optional<Group> childGroup(Group group, String name) {
    return childGroups(group).filter(child -> child.getName().equals(name)).findFirst();
  }

  /** The strings of an attribute, of fixed or of variable length; none where it is missing. */
  private static List<String> strings(Node node, String name) {
    Attribute attribute = node.getAttributes().get(name);
    if (attribute == null) {
      return List.of();
    }
    return attribute.getData() instanceof String[] strings ? List.of(strings) : List.of();
  }

  private record Stored(String file, Group layers) implements StoredWeights {
    @Override
    public boolean has(String layer) {
      return childGroup(layers, layer).isPresent();
    }

    @Override
    public Values kernel(String layer) throws NetworkFormatException {
      return values(layer, "kernel", KERNEL_RANK);
    }

    @Override
    public Values bias(String layer) throws NetworkFormatException {
      return values(layer, "bias", BIAS_RANK);
    }

    private Values values(String layer, String what, int rank) throws NetworkFormatException {
      Group group = childGroup(layers, layer).orElseThrow();
      Dataset dataset =
          datasets(group)
              .filter(found -> found.getDimensions().length == rank)
              .findFirst()
              .orElseThrow(
                  () ->
                      new NetworkFormatException(
                          "%s: %s has no %s; it must have a dataset of rank %d"
                              .formatted(file, layer, what, rank)));
      return new Values(
          Arrays.stream(dataset.getDimensions()).boxed().toList(),
          () -> floats(layer, what, dataset));
    }

    private Stream<Dataset> datasets(Group group) {
      List<Dataset> named =
          strings(group, WEIGHT_NAMES).stream().flatMap(name -> at(group, name)).toList();
      return named.isEmpty() ? below(group) : named.stream();
    }

    private static Stream<Dataset> at(Group group, String path) {
      Node node = group;
      for (String step : path.split("/")) {
        if (!(node instanceof Group parent) || !parent.getChildren().containsKey(step)) {
          return Stream.empty();
        }
        node = parent.getChild(step);
      }
      return node instanceof Dataset dataset ? Stream.of(dataset) : Stream.empty();
    }

    private static Stream<Dataset> below(Group group) {
      return group.getChildren().values().stream()
          .flatMap(
              node -> {
                if (node instanceof Dataset dataset) {
                  return Stream.of(dataset);
                }
                return node instanceof Group inner ? below(inner) : Stream.empty();
              });
    }

    private float[] floats(String layer, String what, Dataset dataset)
        throws NetworkFormatException {
      if (dataset.getDataFlat() instanceof float[] values) {
        return values;
      }
      throw new NetworkFormatException(
          "%s: the %s of %s has elements of type %s; they must be float32"
              .formatted(file, what, layer, dataset.getJavaType()));
    }
  }
}
