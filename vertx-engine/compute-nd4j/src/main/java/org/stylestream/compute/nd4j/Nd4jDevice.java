package org.stylestream.compute.nd4j;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.stylestream.compute.band.PassLayout;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.DeviceDescription;
import org.stylestream.compute.device.FeatureNetwork;
import org.stylestream.compute.device.Sums;
import org.stylestream.compute.device.Tiling;
import org.stylestream.compute.device.TotalVariation;
import org.stylestream.compute.device.Vector;
import org.stylestream.compute.network.NetworkTopology;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.compute.network.Pooling;

/** ND4J's arrays, on whatever backend it was started with. */
final class Nd4jDevice implements Device {
  /** Shorter bands compute more of their halos; ND4J is slow at many small operations. */
  private static final List<Tiling> TILINGS =
      List.of(
          Tiling.WHOLE,
          new Tiling(256, false),
          new Tiling(128, false),
          new Tiling(64, false),
          new Tiling(128, true),
          new Tiling(64, true),
          new Tiling(32, true),
          new Tiling(16, true));

  private record Size(int height, int width) {}

  private final DeviceDescription description;
  private final Reduction reduction = new Reduction();
  private final Scratch scratch = new Scratch();
  private final Map<Size, Nd4jTotalVariation> variations = new HashMap<>();

  Nd4jDevice(DeviceDescription description) {
    this.description = description;
  }

  @Override
  public DeviceDescription description() {
    return description;
  }

  @Override
  public Vector vector(int length) {
    return new Nd4jVector(reduction, scratch, length);
  }

  @Override
  public Sums sums(int size) {
    return new Nd4jSums(reduction, size);
  }

  @Override
  public FeatureNetwork load(NetworkWeights weights, Pooling pooling, String deepestLayer) {
    return new Nd4jFeatureNetwork(reduction, scratch, weights, pooling, deepestLayer);
  }

  @Override
  public long memoryNeeded(NetworkTopology topology, int height, int width, Tiling tiling) {
    return MemoryEstimate.bytes(
        PassLayout.of(topology, height, width, tiling, channels -> channels));
  }

  @Override
  public List<Tiling> tilings() {
    return TILINGS;
  }

  @Override
  public void addTotalVariation(
      TotalVariation variation,
      Vector image,
      int height,
      int width,
      Sums sums,
      int index,
      Vector gradient) {
    int length = Math.multiplyExact(Math.multiplyExact(height, width), 3);
    NativeFloats pixels = Nd4jVector.floats(image, length);
    NativeFloats target = Nd4jVector.floats(gradient, length);
    Nd4jTotalVariation sized =
        variations.computeIfAbsent(
            new Size(height, width), size -> new Nd4jTotalVariation(reduction, height, width));
    Nd4jSums.of(sums).add(index, sized.add(variation, pixels.flat(), target.flat()));
  }

  @Override
  public void close() {
    variations.values().forEach(Nd4jTotalVariation::close);
    variations.clear();
    scratch.close();
    reduction.close();
  }
}
