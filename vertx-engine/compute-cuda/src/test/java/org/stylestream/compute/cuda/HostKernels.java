package org.stylestream.compute.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The kernels, made by the host's compiler into a library that HostGpu calls. */
final class HostKernels {
  private static final Pattern KERNEL = Pattern.compile("^KERNEL (\\w+)\\(", Pattern.MULTILINE);

  private HostKernels() {}

  /** Why there are none; empty where they were made and loaded. */
  static Optional<String> missing() {
    return Once.MISSING;
  }

  private static final class Once {
    private static final Optional<String> MISSING = make();
  }

  private static Optional<String> make() {
    Path include = Path.of(System.getProperty("java.home"), "include");
    if (!Files.exists(include.resolve("jni.h"))) {
      return Optional.of("the kernels' tests on the host need a JDK with include/jni.h");
    }
    try {
      Path folder = Files.createTempDirectory("stylestream-kernels-");
      folder.toFile().deleteOnExit();
      copy("kernels.cu", folder);
      copy("host.cpp", folder);
      Path library = folder.resolve("libkernels.so");
      int status = compile(folder, include, library);
      if (status != 0) {
        throw new IllegalStateException("g++ refuses the kernels; see its output");
      }
      System.load(library.toString());
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("the kernels' tests on the host need g++: " + e.getMessage());
    }
  }

  private static void copy(String resource, Path folder) throws IOException {
    try (InputStream source = HostKernels.class.getResourceAsStream(resource)) {
      Path target = folder.resolve(resource);
      Files.copy(source, target);
      target.toFile().deleteOnExit();
    }
  }

  private static int compile(Path folder, Path include, Path library) throws IOException {
    library.toFile().deleteOnExit();
    Process process =
        new ProcessBuilder(
                "g++",
                "-std=c++17",
                "-O2",
                "-Wall",
                "-Werror",
                "-U_FORTIFY_SOURCE",
                "-shared",
                "-fPIC",
                "-fvisibility=hidden",
                "-I" + include,
                "-I" + include.resolve("linux"),
                "-DKERNEL_TABLE=" + table(folder.resolve("kernels.cu")),
                folder.resolve("host.cpp").toString(),
                "-o",
                library.toString())
            .inheritIO()
            .start();
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static String table(Path kernels) {
    try {
      return KERNEL
          .matcher(Files.readString(kernels))
          .results()
          .map(match -> "ENTRY(" + match.group(1) + ")")
          .collect(Collectors.joining(" "));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
