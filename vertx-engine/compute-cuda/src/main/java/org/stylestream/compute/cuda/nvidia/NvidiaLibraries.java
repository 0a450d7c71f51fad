package org.stylestream.compute.cuda.nvidia;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.cudnn;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.javacpp.Loader;
import org.stylestream.compute.device.DeviceUnavailableException;

/**
 * Loads CUDA's libraries and their bindings. What is loaded here by its path is what the bindings
 * are then linked with, since the system's linker goes by the names of what is there already.
 */
final class NvidiaLibraries {
  /** What the bindings need of each kind, each after what it needs itself. */
  private static final List<String> COMPILER =
      List.of("libcudart.so.13", "libnvrtc-builtins.so.13*", "libnvrtc.so.13");

  private static final List<String> PRODUCTS =
      List.of(
          "libcublasLt.so.13",
          "libcublas.so.13",
          "libcudnn_graph.so.9",
          "libcudnn_ops.so.9",
          "libcudnn_cnn.so.9",
          "libcudnn_adv.so.9");

  /** What cuDNN loads itself, which not every place lets it find. */
  private static final List<String> ENGINES =
      List.of(
          "libcudnn_heuristic.so.9",
          "libcudnn_engines_runtime_compiled.so.9",
          "libcudnn_engines_precompiled.so.9");

  private static final String DRIVER = "libcuda.so.1";

  private static final List<Class<?>> BINDINGS =
      List.of(cudart.class, nvrtc.class, cublas.class, cudnn.class);

  private final LibrarySearch search;

  NvidiaLibraries(LibrarySearch search) {
    this.search = search;
  }

  /**
   * Loads everything.
   *
   * @throws DeviceUnavailableException if something is missing
   */
  void load() {
    load(DRIVER);
    List<String> missing =
        Stream.of(COMPILER, PRODUCTS)
            .flatMap(List::stream)
            .filter(library -> !load(library))
            .toList();
    ENGINES.forEach(this::load);
    BINDINGS.forEach(binding -> load(binding, missing));
  }

  /**
   * Loads the compiler alone.
   *
   * @throws DeviceUnavailableException if it is missing
   */
  void loadCompiler() {
    List<String> missing = COMPILER.stream().filter(library -> !load(library)).toList();
    load(nvrtc.class, missing);
  }

  private boolean load(String name) {
    Optional<Path> library = search.find(name);
    try {
      library.ifPresent(path -> System.load(path.toAbsolutePath().toString()));
      return library.isPresent();
    } catch (UnsatisfiedLinkError e) {
      return false;
    }
  }

  private static void load(Class<?> binding, List<String> missing) {
    try {
      Loader.load(binding);
    } catch (LinkageError e) {
      throw new DeviceUnavailableException(reason(e, missing), e);
    }
  }

  /**
   * A sentence.
   *
   * @param missing libraries that weren't found or can't be loaded
   */
  static String reason(LinkageError error, List<String> missing) {
    String messages =
        Stream.<Throwable>iterate(error, Objects::nonNull, Throwable::getCause)
            .map(cause -> String.valueOf(cause.getMessage()))
            .collect(Collectors.joining("; "));
    if (messages.contains(DRIVER)) {
      return "the device cuda can't be used: there is no NVIDIA driver (%s); take --device cpu"
          .formatted(DRIVER);
    }
    return "the device cuda can't be used: %s; install the CUDA 13 toolkit with cuDNN 9, or 'pip install nvidia-cuda-runtime nvidia-cuda-nvrtc nvidia-cublas nvidia-cudnn-cu13', or name the libraries' folders in %s"
        .formatted(
            missing.isEmpty()
                ? "its libraries can't be loaded (%s)".formatted(messages)
                : "CUDA 13 isn't complete, there is no " + String.join(", no ", missing),
            LibrarySearch.FOLDERS);
  }
}
