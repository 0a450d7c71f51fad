package org.stylestream.compute.cuda.nvidia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernels by NVRTC, which needs no GPU; skipped where it isn't installed. */
class KernelCompilerTest {
  @BeforeAll
  static void load() {
    HostLibraries.missing().ifPresent(reason -> assumeTrue(false, reason));
    new NvidiaLibraries(new LibrarySearch(System.getenv(), Path.of("/"))).loadCompiler();
  }

  @ParameterizedTest
  @ValueSource(ints = {75, 80, 86, 87, 88, 89, 90, 100, 103, 110, 120, 121})
  void theKernelsBecomeMachineCodeForEveryGpuThatCuda13Knows(int capability) {
    assertThat(KernelCompiler.architectures()).contains(capability);
    try (BytePointer code = KernelCompiler.compile(capability)) {
      assertThat(code.get(1)).as("of an ELF file").isEqualTo((byte) 'E');
      assertThat(code.capacity()).isGreaterThan(10_000);
    }
  }

  @Test
  void aGpuThatIsNewerThanTheCompilerGetsWhatItsDriverCanTranslate() {
    try (BytePointer code = KernelCompiler.compile(999)) {
      assertThat(code.getString()).contains(".target sm_", ".entry finish_sums");
    }
  }
}
