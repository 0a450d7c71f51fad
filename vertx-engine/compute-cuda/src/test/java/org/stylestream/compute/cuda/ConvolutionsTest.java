package org.stylestream.compute.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.stylestream.compute.device.OutOfDeviceMemoryException;

/** Which of a library's ways is taken. */
class ConvolutionsTest {
  private static final ConvolutionShape SHAPE = new ConvolutionShape(16, 16, 4, 8, false, false);
  private static final GpuConvolution.Operands SAMPLE = new GpuConvolution.Operands(1, 2, 0, 3, 0);

  private static GpuConvolution.Algorithm way(int id, long workspace, boolean deterministic) {
    return new GpuConvolution.Algorithm(id, 0, workspace, deterministic);
  }

  /** A GPU whose ways take known times. */
  private static final class TimedGpu {
    private final List<GpuConvolution.Algorithm> ways;
    private final Map<Integer, Double> milliseconds;
    private final List<Integer> runs = new ArrayList<>();
    private long largestAllocation = Long.MAX_VALUE;
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
                    case "launch", "free" -> null;
                    default -> throw new AssertionError(method);
                  });
    }

    private long allocate(long bytes) {
      if (bytes > largestAllocation) {
        throw new OutOfDeviceMemoryException("too much");
      }
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
