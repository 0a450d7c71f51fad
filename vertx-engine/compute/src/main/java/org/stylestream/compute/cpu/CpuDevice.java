package org.stylestream.compute.cpu;

import java.util.List;
import org.stylestream.compute.band.PassLayout;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.DeviceDescription;
import org.stylestream.compute.device.DeviceOptions;
import org.stylestream.compute.device.FeatureNetwork;
import org.stylestream.compute.device.Sums;
import org.stylestream.compute.device.Tiling;
import org.stylestream.compute.device.TotalVariation;
import org.stylestream.compute.device.Vector;
import org.stylestream.compute.network.NetworkTopology;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.compute.network.Pooling;

/** The processor, with Java arrays as its memory. */
final class CpuDevice implements Device {
  /** Shorter bands compute more of their halos, of eight rows; files cost little beside that. */
  private static final List<Tiling> TILINGS =
      List.of(
          Tiling.WHOLE,
          new Tiling(128, false),
          new Tiling(64, false),
          new Tiling(128, true),
          new Tiling(64, true),
          new Tiling(32, true),
          new Tiling(16, true));

  private final DeviceDescription description;
  private final Kernels kernels;
  private final Team team;
  private final Reduction reduction;

  CpuDevice(String id, String processor, Kernels kernels, DeviceOptions options) {
    int threads = options.threads();
    this.kernels = kernels;
    team = new Team(threads);
    reduction = new Reduction(team);
    String name =
        "%s, %d %s, %s"
            .formatted(processor, threads, threads == 1 ? "thread" : "threads", kernels.name());
    long memory = Runtime.getRuntime().maxMemory();
    description =
        new DeviceDescription(id, name, Math.min(memory, options.memoryBytes().orElse(memory)));
  }

  @Override
  public DeviceDescription description() {
    return description;
  }

  @Override
  public Vector vector(int length) {
    return new CpuVector(team, reduction, length);
  }

  @Override
  public Sums sums(int size) {
    return new CpuSums(reduction, size);
  }

  @Override
  public FeatureNetwork load(NetworkWeights weights, Pooling pooling, String deepestLayer) {
    return new CpuFeatureNetwork(team, reduction, kernels, weights, pooling, deepestLayer);
  }

  @Override
  public List<Tiling> tilings() {
    return TILINGS;
  }

  @Override
  public long memoryNeeded(NetworkTopology topology, int height, int width, Tiling tiling) {
    PassLayout layout = PassLayout.of(topology, height, width, tiling, kernels::stride);
    return new MemoryEstimate(kernels, team.size()).bytes(layout);
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
    int length = Tensor.size(height, width, 3);
    float[] pixels = CpuVector.array(image, length);
    float[] target = CpuVector.array(gradient, length);
    double sum = new CpuTotalVariation(reduction).add(variation, pixels, height, width, target);
    CpuSums.of(sums).add(index, sum);
  }

  @Override
  public void close() {
    team.close();
  }
}
