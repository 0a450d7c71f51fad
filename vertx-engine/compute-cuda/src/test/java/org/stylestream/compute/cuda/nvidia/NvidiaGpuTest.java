package org.stylestream.compute.cuda.nvidia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stylestream.compute.cuda.Gpu;
import org.stylestream.compute.cuda.GpuFailedException;
import org.stylestream.compute.cuda.MatrixProduct;
import org.stylestream.compute.device.DeviceUnavailableException;
import org.stylestream.compute.device.OutOfDeviceMemoryException;
import org.stylestream.compute.device.Precision;

/** The calls to CUDA's libraries, on what stands in for them. */
class NvidiaGpuTest {
  private NvidiaGpu gpu;

  @BeforeAll
  static void needsStandIns() {
    HostLibraries.missing().ifPresent(reason -> assumeTrue(false, reason));
  }

  @BeforeEach
  void open() {
    gpu = NvidiaGpu.open(0, Precision.TF32);
  }

  @AfterEach
  void close() {
    gpu.close();
  }

  private ByteBuffer numbers(float... values) {
    ByteBuffer buffer = gpu.hostBuffer(values.length * Float.BYTES).order(ByteOrder.nativeOrder());
    buffer.asFloatBuffer().put(values);
    return buffer;
  }

  @Test
  void aGpuSaysWhatItIs() {
    assertThat(gpu.description())
        .isEqualTo(new Gpu.Description("The host", 90, (2L << 30) - (32L << 20)));
  }

  @Test
  void ofSeveralGpusEachIsOpenedByItsNumber() {
    try (NvidiaGpu second = NvidiaGpu.open(1, Precision.FP32)) {
      assertThat(second.description().capability()).isEqualTo(80);
      long free = gpu.freeMemory();
      long room = second.allocate(1 << 20);
      assertThat(gpu.freeMemory()).isEqualTo(free);
      second.free(room);
    }
    assertThatThrownBy(() -> NvidiaGpu.open(2, Precision.FP32))
        .isInstanceOf(DeviceUnavailableException.class)
        .hasMessageContaining("there is no GPU number 2");
  }

  @Test
  void whatIsRecordedIsDoneWhenItIsReplayed() {
    long from = gpu.allocate(8);
    long to = gpu.allocate(8);
    gpu.write(from, numbers(3, 4));
    gpu.clear(to, 8);
    ByteBuffer seen = numbers(1, 1);
    try (Gpu.Recording recording = gpu.record(() -> gpu.copy(from, to, 8)).orElseThrow()) {
      gpu.read(to, seen);
      assertThat(seen.getFloat(4)).isZero();
      recording.replay();
      gpu.read(to, seen);
      assertThat(seen.getFloat(4)).isEqualTo(4);
    }
  }

  @Test
  void workThatWaitsIsNotRecordedAndTheGpuGoesOn() {
    long from = gpu.allocate(8);
    ByteBuffer numbers = numbers(3, 4);
    assertThat(gpu.record(() -> gpu.read(from, numbers))).isEqualTo(Optional.empty());
    assertThat(gpu.record(() -> gpu.allocate(8))).isEqualTo(Optional.empty());
    gpu.write(from, numbers);
    gpu.read(from, numbers);
    assertThat(numbers.getFloat(0)).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void matricesAreMultipliedWithFloat32sRange(Precision precision) {
    try (NvidiaGpu other = NvidiaGpu.open(0, precision)) {
      long at = other.allocate(3 * 4);
      ByteBuffer values = numbers(70_000, 2, 0);
      other.write(at, values);
      other.multiply(new MatrixProduct(1, 1, 1, at, at + 4, false, 1, 0, at + 8));
      other.read(at, values);
      assertThat(values.getFloat(8)).isEqualTo(140_000);
      other.free(at);
    }
  }

  @Test
  void memoryThatRunsOutIsToldAsThat() {
    assertThatThrownBy(() -> gpu.allocate(4L << 30))
        .isInstanceOf(OutOfDeviceMemoryException.class)
        .hasMessageContaining("no memory left");
    assertThat(gpu.allocate(8)).isNotZero();
  }

  @Test
  void aFailureSaysAtWhatAndWhatToDo() {
    assertThatThrownBy(() -> gpu.copy(1, 2, 3))
        .isInstanceOf(GpuFailedException.class)
        .hasMessage(
            "the GPU failed at copying (invalid argument); start again, and take --device cpu if it"
                + " stays so");
  }

  @Test
  void anyThreadMayCall() throws InterruptedException {
    long[] address = new long[1];
    Thread other = new Thread(() -> address[0] = gpu.allocate(8));
    other.start();
    other.join();
    gpu.free(address[0]);
  }
}
