package org.stylestream.compute.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.stylestream.compute.device.OutOfDeviceMemoryException;

/** Which of a library's ways is taken. */
class ConvolutionsTest {
  private static final ConvolutionShape SHAPE =
      new ConvolutionShape(512, 512, 64, 64, false, false);
  private static final GpuConvolution.Operands SAMPLE = new GpuConvolution.Operands(1, 2, 0, 3, 0);

  private static GpuConvolution.Algorithm way(int id, long workspace, boolean deterministic) {
    return new GpuConvolution.Algorithm(id, 0, workspace, deterministic, true);
  }

  /** A GPU whose ways take known times. */
  private static final class TimedGpu {
    private final List<GpuConvolution.Algorithm> ways;
    private final Map<Integer, Double> milliseconds;
    private final List<Integer> runs = new ArrayList<>();
    private long largestAllocation = Long.MAX_VALUE;
    private final List<String> launches = new ArrayList<>();
    private final List<Long> allocations = new ArrayList<>();
    private int open;

    TimedGpu(List<GpuConvolution.Algorithm> ways, Map<Integer, Double> milliseconds) {
      this.ways = ways;
      this.milliseconds = milliseconds;
    }

    Gpu gpu() {
      return (Gpu)
          Proxy.newProxyInstance(
              Gpu.class.getClassLoader(),
              new Class<?>[] {Gpu.class},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "allocate" -> allocate((long) arguments[0]);
                    case "convolution" -> new TimedConvolution();
                    case "milliseconds" -> time((Runnable) arguments[0]);
                    case "launch" -> launches.add((String) arguments[0]) ? null : null;
                    case "free" -> null;
                    default -> throw new AssertionError(method);
                  });
    }

    private long allocate(long bytes) {
      if (bytes > largestAllocation) {
        throw new OutOfDeviceMemoryException("too much");
      }
      allocations.add(bytes);
      return 256;
    }

    private double time(Runnable work) {
      work.run();
      return milliseconds.get(runs.get(runs.size() - 1));
    }

    private final class TimedConvolution implements GpuConvolution {
      TimedConvolution() {
        open++;
      }

      @Override
      public List<Algorithm> algorithms() {
        return ways;
      }

      @Override
      public void run(Algorithm algorithm, Operands operands) {
        if (!milliseconds.containsKey(algorithm.id())) {
          throw new UnsupportedOperationException("not after all");
        }
        runs.add(algorithm.id());
      }

      @Override
      public void close() {
        open--;
      }
    }
  }

  private static int taken(TimedGpu timed, Convolutions convolutions) {
    try (LayerConvolution convolution = convolutions.open(SHAPE, SAMPLE)) {
      timed.runs.clear();
      convolution.run(SAMPLE);
      return timed.runs.isEmpty() ? -1 : timed.runs.get(0);
    }
  }

  @Test
  void theFastestIsTakenAndMeasuredOnceForAShape() {
    var timed =
        new TimedGpu(
            List.of(way(1, 10, true), way(2, 20, false), way(3, 0, true)),
            Map.of(1, 3.0, 2, 1.0, 3, 2.0));
    try (var convolutions = new Convolutions(timed.gpu(), false)) {
      assertThat(taken(timed, convolutions)).isEqualTo(2);
      convolutions.open(SHAPE, SAMPLE).close();
      assertThat(timed.runs).containsExactly(2);
    }
    assertThat(timed.open).isZero();
  }

  @Test
  void aDeterministicRunTakesTheFirstThatIsWithoutMeasuringTheOthers() {
    var timed =
        new TimedGpu(
            List.of(way(1, 0, false), way(2, 0, true), way(3, 0, true)),
            Map.of(1, 1.0, 2, 9.0, 3, 2.0));
    try (var convolutions = new Convolutions(timed.gpu(), true)) {
      convolutions.open(SHAPE, SAMPLE).close();
      assertThat(timed.runs).containsExactly(2);
      assertThat(taken(timed, convolutions)).isEqualTo(2);
    }
  }

  @Test
  void whatIsSmallTakesTheFirstThatWorks() {
    var timed =
        new TimedGpu(
            List.of(way(1, 0, true), way(2, 0, true), way(3, 0, true)), Map.of(2, 2.0, 3, 1.0));
    var shape = new ConvolutionShape(16, 16, 64, 64, false, false);
    try (var convolutions = new Convolutions(timed.gpu(), false)) {
      convolutions.open(shape, SAMPLE).close();
      assertThat(timed.runs).containsOnly(2);
    }
  }

  @Test
  void whatTakesTooMuchMemoryOrIsNotSupportedIsPassedOver() {
    var timed =
        new TimedGpu(
            List.of(way(1, 1L << 40, true), way(2, 5000, true), way(3, 0, true), way(4, 10, true)),
            Map.of(1, 0.1, 2, 0.2, 4, 5.0));
    timed.largestAllocation = 1000;
    try (var convolutions = new Convolutions(timed.gpu(), false)) {
      assertThat(taken(timed, convolutions)).isEqualTo(4);
    }
  }

  @Test
  void ourOwnKernelServesWhereTheLibraryHasNoWay() {
    var timed = new TimedGpu(List.of(), Map.of());
    try (var convolutions = new Convolutions(timed.gpu(), false)) {
      assertThat(taken(timed, convolutions)).isEqualTo(-1);
    }
    assertThat(timed.open).isZero();
  }

  @Test
  void channelsThatDoNotComeInFoursAreOurOwnKernels() {
    var timed = new TimedGpu(List.of(way(1, 0, true)), Map.of(1, 1.0));
    try (var convolutions = new Convolutions(timed.gpu(), false)) {
      convolutions.open(new ConvolutionShape(16, 16, 5, 8, true, false), SAMPLE).close();
      assertThat(timed.runs).isEmpty();
    }
  }

  @Test
  void aWayThatIsNotFusedGetsItsBiasAndReluFromAKernel() {
    var unfused = new GpuConvolution.Algorithm(5, 0, 0, true, false);
    var timed = new TimedGpu(List.of(way(1, 0, true), unfused), Map.of(5, 1.0));
    var shape = new ConvolutionShape(16, 16, 4, 8, true, false);
    try (var convolutions = new Convolutions(timed.gpu(), false);
        LayerConvolution convolution = convolutions.open(shape, SAMPLE)) {
      timed.launches.clear();
      convolution.run(SAMPLE);
      assertThat(timed.launches).containsExactly("add_bias_and_rectify");
    }
  }

  @Test
  void whatTheLibraryDoesNoMoreIsAFailure() {
    Map<Integer, Double> times = new HashMap<>(Map.of(1, 1.0));
    var timed = new TimedGpu(List.of(way(1, 0, true)), times);
    try (var convolutions = new Convolutions(timed.gpu(), false);
        LayerConvolution convolution = convolutions.open(SHAPE, SAMPLE)) {
      times.clear();
      assertThatThrownBy(() -> convolution.run(SAMPLE))
          .isInstanceOf(GpuFailedException.class)
          .hasMessageContaining("not after all");
    }
  }

  @Test
  void whatWaysWorkWithGrowsByDoubling() {
    List<GpuConvolution.Algorithm> ways = new ArrayList<>();
    Map<Integer, Double> times = new HashMap<>();
    for (int i = 1; i <= 100; i++) {
      ways.add(way(i, 5_000_000L * i, true));
      times.put(i, 1.0);
    }
    var timed = new TimedGpu(ways, times);
    try (var convolutions = new Convolutions(timed.gpu(), false)) {
      convolutions.open(SHAPE, SAMPLE).close();
    }
    assertThat(timed.allocations.stream().mapToLong(bytes -> bytes).sum())
        .isBetween(500_000_000L, MemoryEstimate.WORKSPACE_BYTES);
  }

  @Test
  void aGpuThatFailsIsNotPassedOver() {
    var timed = new TimedGpu(List.of(way(1, 0, true)), Map.of());
    Gpu failing =
        (Gpu)
            Proxy.newProxyInstance(
                Gpu.class.getClassLoader(),
                new Class<?>[] {Gpu.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("milliseconds")) {
                    throw new GpuFailedException("it fell off the bus");
                  }
                  return timed.new TimedConvolution();
                });
    try (var convolutions = new Convolutions(failing, false)) {
      assertThatThrownBy(() -> convolutions.open(SHAPE, SAMPLE))
          .isInstanceOf(GpuFailedException.class);
    }
    assertThat(timed.open).isZero();
  }
}
