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
          "libcudnn_engines_tensor_ir.so.9",
          "libcudnn_engines_precompiled.so.9");

  private static final String DRIVER = "libcuda.so.1";

  private static final List<Class<?>> BINDINGS =
      List.of(cudart.class, nvrtc.class, cublas.class, cudnn.class);

  /**
   * JavaCPP's limit of a process's memory, after which it refuses to make pointers. By default it
   * is twice Java's heap, which a process with CUDA in it may well exceed; 0 is none.
   */
  private static final String MEMORY_LIMIT = "org.bytedeco.javacpp.maxPhysicalBytes";

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
    System.getProperties().putIfAbsent(MEMORY_LIMIT, "0");
    load(DRIVER);
    List<String> missing = missing(Stream.of(COMPILER, PRODUCTS).flatMap(List::stream));
    ENGINES.forEach(this::load);
    BINDINGS.forEach(binding -> load(binding, missing));
    long cuda = cudnn.cudnnGetCudartVersion();
    if (cuda / 1000 != 13) {
      throw new DeviceUnavailableException(otherCuda(cuda));
    }
  }

  /** A sentence about a cuDNN that was made for this version of CUDA. */
  static String otherCuda(long cuda) {
    return "the device cuda can't be used: the cuDNN that was found is for CUDA %d.%d; 'pip install nvidia-cudnn-cu13' gets the one for CUDA 13, or name its folder in %s"
        .formatted(cuda / 1000, cuda % 1000 / 10, LibrarySearch.FOLDERS);
  }

  /**
   * Loads the compiler alone.
   *
   * @throws DeviceUnavailableException if it is missing
   */
  void loadCompiler() {
    load(nvrtc.class, missing(COMPILER.stream()));
  }

  /** Loads libraries; what is wrong with those that can't be. */
  private List<String> missing(Stream<String> libraries) {
    return libraries.flatMap(library -> load(library).stream()).toList();
  }

  /** Loads a library, unless something is wrong with it. */
  private Optional<String> load(String name) {
    Optional<Path> library = search.find(name);
    try {
      library.ifPresent(path -> System.load(path.toAbsolutePath().toString()));
      return library.isPresent() ? Optional.empty() : Optional.of("there is no " + name);
    } catch (UnsatisfiedLinkError e) {
      return Optional.of("%s can't be loaded (%s)".formatted(name, e.getMessage()));
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
   * @param missing what is wrong with libraries that weren't found or can't be loaded
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
                : "CUDA 13 isn't complete, " + String.join(", ", missing),
            LibrarySearch.FOLDERS);
  }
}
