package org.stylestream.compute.cuda.nvidia;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.stylestream.compute.cuda.HostCompiler;

/**
 * Libraries that take the places of CUDA's driver, cuBLAS and cuDNN in this process, and have the
 * processor do their work. NVRTC is the real one, as it needs no GPU.
 */
public final class HostLibraries {
  private HostLibraries() {}

  /** Why they aren't in place; empty where they are. */
  public static Optional<String> missing() {
    return Once.MISSING;
  }

  private static final class Once {
    private static final Optional<String> MISSING = make();
  }

  private static Optional<String> make() {
    LibrarySearch search = new LibrarySearch(System.getenv(), Path.of("/"));
    if (search.find("libnvrtc.so.13").isEmpty()) {
      return Optional.of("there is no libnvrtc.so.13; set STYLESTREAM_CUDA to a folder with it");
    }
    if (search.find("libcuda.so.1").isPresent()) {
      return Optional.of("there is a driver, whose place nothing else may take");
    }
    try {
      HostCompiler compiler = new HostCompiler();
      String driver =
          compiler.load("libcuda.so.1", "libraries.cpp", List.of("-DDRIVER")).toString();
      for (String empty :
          List.of(
              "libcublasLt.so.13",
              "libcudnn_graph.so.9",
              "libcudnn_ops.so.9",
              "libcudnn_adv.so.9")) {
        compiler.load(empty, "/dev/null", List.of());
      }
      compiler.load("libcublas.so.13", "libraries.cpp", List.of("-DBLAS", driver));
      compiler.load("libcudnn_cnn.so.9", "libraries.cpp", List.of("-DDNN", driver));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("what stands in for CUDA's libraries needs g++: " + e.getMessage());
    }
  }
}
