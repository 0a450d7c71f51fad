package org.stylestream.compute.device;

import java.util.ArrayList;
import java.util.List;
import org.stylestream.compute.network.NetworkTopology;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.compute.network.Pooling;

/**
 * Where tensors live and networks run. A device makes vectors and loads networks; everything that
 * it made is closed before it.
 *
 * <p>A device and what it made serve one thread at a time.
 */
public interface Device extends AutoCloseable {
  /** What this device is and how much memory it has. */
  DeviceDescription description();

  /**
   * A vector of zeros.
   *
   * @param length number of elements, at least 1
   */
  Vector vector(int length);

  /**
   * Several vectors of zeros: all of them, or where one can't be had, none.
   *
   * @param lengths of each
   */
  default List<Vector> vectors(int... lengths) {
    List<Vector> made = new ArrayList<>();
    try {
      for (int length : lengths) {
        made.add(vector(length));
      }
      return made;
    } catch (RuntimeException | Error e) {
      made.forEach(Vector::close);
      throw e;
    }
  }

  /**
   * Sums in double precision that stay on the device until they are read.
   *
   * @param size number of sums, at least 1
   */
  Sums sums(int size);

  /**
   * Loads the layers of a network up to and including {@code deepestLayer}; those above it are
   * never computed.
   *
   * @param weights filters and biases
   * @param pooling what stands between two blocks
   * @param deepestLayer name of a layer of {@code weights}
   */
  FeatureNetwork load(NetworkWeights weights, Pooling pooling, String deepestLayer);

  /**
   * An estimate, from above, of the memory that {@link #load} and {@link FeatureNetwork#prepare}
   * with gradients take together, in bytes. Any thread may ask at any time.
   *
   * @param topology the layers that are computed
   */
  default long memoryNeeded(NetworkTopology topology, int height, int width) {
    return memoryNeeded(topology, height, width, Tiling.WHOLE);
  }

  /**
   * The same for a tiling.
   *
   * @param tiling one of {@link #tilings}
   * @return {@link Long#MAX_VALUE} where a map is too large for the device whatever its memory
   */
  long memoryNeeded(NetworkTopology topology, int height, int width, Tiling tiling);

  /** The ways in which networks can go through their maps, the fastest first. */
  default List<Tiling> tilings() {
    return List.of(Tiling.WHOLE);
  }

  /**
   * Adds the total variation of an image to a sum, and its gradient to {@code gradient}.
   *
   * @param variation the form, for pixels on 0–255
   * @param image height × width × 3
   * @param gradient the same shape
   */
  void addTotalVariation(
      TotalVariation variation,
      Vector image,
      int height,
      int width,
      Sums sums,
      int index,
      Vector gradient);

  /** For the evaluations of an objective, to be closed with it. */
  default EvaluationRecorder recorder() {
    return EvaluationRecorder.NONE;
  }

  @Override
  void close();
}
