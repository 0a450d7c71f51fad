package org.stylestream.compute.cuda.nvidia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The kernels by NVRTC, which needs no GPU; skipped where it isn't installed. Its binding wants to
 * be linked with a driver, whose place an empty library takes where there is none.
 */
class KernelCompilerTest {
  @BeforeAll
  static void load(@TempDir(cleanup = CleanupMode.NEVER) Path folder)
      throws IOException, InterruptedException {
    LibrarySearch search = new LibrarySearch(System.getenv(), Path.of("/"));
    assumeTrue(
        search.find("libnvrtc.so.13").isPresent(),
        "there is no libnvrtc.so.13; set STYLESTREAM_CUDA to a folder with it");
    if (search.find("libcuda.so.1").isEmpty()) {
      System.load(emptyLibrary(folder, "libcuda.so.1"));
    }
    new NvidiaLibraries(search).loadCompiler();
  }

  private static String emptyLibrary(Path folder, String name)
      throws IOException, InterruptedException {
    Path library = folder.resolve(name);
    String soname = "-Wl,-soname," + name;
    String[] command = {"g++", "-shared", soname, "-xc++", "/dev/null", "-o", library.toString()};
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    return library.toString();
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
