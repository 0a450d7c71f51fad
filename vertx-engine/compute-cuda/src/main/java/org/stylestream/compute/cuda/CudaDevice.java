package org.stylestream.compute.cuda;

import java.util.List;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.DeviceDescription;
import org.stylestream.compute.device.EvaluationRecorder;
import org.stylestream.compute.device.FeatureNetwork;
import org.stylestream.compute.device.Sums;
import org.stylestream.compute.device.Tiling;
import org.stylestream.compute.device.TotalVariation;
import org.stylestream.compute.device.Vector;
import org.stylestream.compute.network.NetworkTopology;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.compute.network.Pooling;

/** A GPU that CUDA runs on. */
public final class CudaDevice implements Device {
  /** Bands of many rows, as each has a halo of eight; files only for the largest of pictures. */
  private static final List<Tiling> TILINGS =
      List.of(
          Tiling.WHOLE,
          new Tiling(1024, false),
          new Tiling(512, false),
          new Tiling(256, false),
          new Tiling(128, false),
          new Tiling(64, false),
          new Tiling(128, true),
          new Tiling(64, true));

  private final DeviceDescription description;
  private final CudaContext context;
  private long replays;

  /**
   * A device on a GPU, which is closed with it.
   *
   * @param deterministic whether equal runs have to give equal bits
   */
  public CudaDevice(DeviceDescription description, Gpu gpu, boolean deterministic) {
    this.description = description;
    context = new CudaContext(gpu, deterministic);
  }

  @Override
  public DeviceDescription description() {
    return description;
  }

  /** Memory of the GPU that is free, in bytes. */
  public long freeMemory() {
    return context.gpu().freeMemory();
  }

  /** Evaluations that were replayed from a recording. */
  public long replays() {
    return replays;
  }

  @Override
  public Vector vector(int length) {
    return new CudaVector(context, length);
  }

  @Override
  public Sums sums(int size) {
    return new CudaSums(context, size);
  }

  @Override
  public FeatureNetwork load(NetworkWeights weights, Pooling pooling, String deepestLayer) {
    return new CudaFeatureNetwork(context, weights, pooling, deepestLayer);
  }

  @Override
  public List<Tiling> tilings() {
    return TILINGS;
  }

  @Override
  public long memoryNeeded(NetworkTopology topology, int height, int width, Tiling tiling) {
    return MemoryEstimate.bytes(topology, height, width, tiling);
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
    long length = 3L * height * width;
    long pixels = CudaVector.address(image, length);
    long target = CudaVector.address(gradient, length);
    CudaSums.of(sums)
        .add(
            index,
            CudaTotalVariation.factor(variation),
            CudaTotalVariation.kernel(variation, pixels, height, width, target));
  }

  @Override
  public EvaluationRecorder recorder() {
    return new CudaRecorder(context.gpu(), () -> replays++);
  }

  @Override
  public void close() {
    context.close();
  }
}
