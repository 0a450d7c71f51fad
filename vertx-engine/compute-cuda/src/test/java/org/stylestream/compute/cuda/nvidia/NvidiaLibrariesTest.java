package org.stylestream.compute.cuda.nvidia;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NvidiaLibrariesTest {
  private static LinkageError error(String cause) {
    var error = new UnsatisfiedLinkError("no jnicudart in java.library.path");
    error.initCause(new UnsatisfiedLinkError(cause));
    return error;
  }

  @Test
  void aMissingDriverIsWhatIsSaidFirst() {
    String missing = "libcuda.so.1: cannot open shared object file";
    assertThat(NvidiaLibraries.reason(error(missing), List.of("libcublas.so.13")))
        .isEqualTo(
            "the device cuda can't be used: there is no NVIDIA driver (libcuda.so.1); take"
                + " --device cpu");
  }

  @Test
  void whatIsMissingIsNamedAndHowToGetIt() {
    String cause = "libcudnn_ops.so.9: cannot open shared object file";
    List<String> missing =
        List.of("there is no libcudnn_graph.so.9", "libcudnn_ops.so.9 can't be loaded (no libz)");
    assertThat(NvidiaLibraries.reason(error(cause), missing))
        .contains("there is no libcudnn_graph.so.9, libcudnn_ops.so.9 can't be loaded (no libz);")
        .contains("pip install")
        .contains("STYLESTREAM_CUDA");
  }

  @Test
  void aCudnnForAnotherCudaIsNamedAsThat() {
    assertThat(NvidiaLibraries.otherCuda(12_090)).contains("is for CUDA 12.9; 'pip install");
  }

  @Test
  void whatCanNotBeLoadedIsToldAsTheLinkerSaysIt() {
    assertThat(NvidiaLibraries.reason(error("libstdc++.so.6: version not found"), List.of()))
        .contains("can't be loaded")
        .contains("libstdc++.so.6: version not found");
  }
}
