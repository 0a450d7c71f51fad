package org.stylestream.compute.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Has the host's compiler make libraries of the kernels and of what stands in for a GPU. */
public final class HostCompiler {
  private static final List<String> SOURCES =
      List.of("kernels.cu", "grid.h", "loops.h", "host.cpp", "libraries.cpp");
  private static final Pattern KERNEL = Pattern.compile("^KERNEL (\\w+)\\(", Pattern.MULTILINE);

  private final Path folder;

  /**
   * Copies the sources.
   *
   * @throws IOException if there is no compiler, among other things
   */
  public HostCompiler() throws IOException {
    folder = Files.createTempDirectory("stylestream-kernels-");
    folder.toFile().deleteOnExit();
    for (String source : SOURCES) {
      try (InputStream stream = HostCompiler.class.getResourceAsStream(source)) {
        Files.copy(stream, leaving(source));
      }
    }
  }

  /** A file in the folder that is gone at the end. */
  private Path leaving(String name) {
    Path file = folder.resolve(name);
    file.toFile().deleteOnExit();
    return file;
  }

  /**
   * Makes a library and loads it.
   *
   * @param name which others know it by
   * @param source one of the sources, or {@code /dev/null} for a library of nothing
   * @param arguments others of the compiler
   * @return where it lies
   */
  public Path load(String name, String source, List<String> arguments) throws IOException {
    Path library = leaving(name);
    List<String> command = new ArrayList<>();
    command.addAll(List.of("g++", "-std=c++17", "-O2", "-Wall", "-Werror", "-U_FORTIFY_SOURCE"));
    command.addAll(List.of("-shared", "-fPIC", "-fvisibility=hidden", "-Wl,-soname," + name));
    command.addAll(List.of("-xc++", folder.resolve(source).toString(), "-xnone"));
    command.addAll(arguments);
    command.addAll(List.of("-DKERNEL_TABLE=" + table(), "-o", library.toString()));
    int status = run(command);
    if (status != 0) {
      throw new IllegalStateException("g++ refuses %s; see its output".formatted(source));
    }
    System.load(library.toString());
    return library;
  }

  private static int run(List<String> command) throws IOException {
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private String table() {
    try {
      return KERNEL
          .matcher(Files.readString(folder.resolve("kernels.cu")))
          .results()
          .map(match -> "ENTRY(" + match.group(1) + ")")
          .collect(Collectors.joining(" "));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
