package org.stylestream.compute.objective;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.Vector;

/**
 * What a style term keeps of a layer on the device.
 *
 * @param guide what the positions count, where they don't all count alike
 * @param others zeros
 */
record GuidedVectors(Optional<Vector> guide, List<Vector> others) {
  /** Makes all of them, or where one can't be had, none. */
  static GuidedVectors of(Device device, Optional<float[]> guide, int... lengths) {
    IntStream all =
        IntStream.concat(IntStream.of(lengths), guide.stream().mapToInt(values -> values.length));
    List<Vector> vectors = device.vectors(all.toArray());
    Optional<Vector> last = guide.map(values -> vectors.get(lengths.length));
    last.ifPresent(vector -> vector.write(guide.get()));
    return new GuidedVectors(last, vectors.subList(0, lengths.length));
  }
}
