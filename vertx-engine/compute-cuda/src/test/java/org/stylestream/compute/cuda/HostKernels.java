package org.stylestream.compute.cuda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The kernels, made by the host's compiler into a library that HostGpu calls. */
final class HostKernels {
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
      List<String> folders = List.of("-I" + include, "-I" + include.resolve("linux"));
      new HostCompiler().load("libhost.so", "host.cpp", folders);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("the kernels' tests on the host need g++: " + e.getMessage());
    }
  }
}
