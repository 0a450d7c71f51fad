package org.stylestream.compute.cuda.nvidia;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where CUDA's libraries lie: in the folders that {@value #FOLDERS} names, in LD_LIBRARY_PATH, in a
 * CUDA toolkit, in the system's folders, or in Python's packages of CUDA (wheels, as PyTorch brings
 * them) beside a {@code python3} of the path.
 */
final class LibrarySearch {
  /** The variable that names folders to look in first. */
  static final String FOLDERS = "STYLESTREAM_CUDA";

  private static final List<String> TOOLKIT = List.of("lib64", "lib", "targets/x86_64-linux/lib");
  private static final List<String> SYSTEM =
      List.of(
          "usr/lib/x86_64-linux-gnu",
          "usr/lib64",
          "usr/lib/wsl/lib",
          "usr/local/nvidia/lib64",
          "usr/local/nvidia/lib");

  private static final int MOST_LINKS = 8;

  private final Map<String, String> environment;
  private final Path root;
  private final List<Path> folders = new ArrayList<>();

  /**
   * Lists the folders.
   *
   * @param environment the process's variables
   * @param root of the file system
   */
  LibrarySearch(Map<String, String> environment, Path root) {
    this.environment = environment;
    this.root = root;
    variable(FOLDERS).forEach(folders::add);
    variable("LD_LIBRARY_PATH").forEach(folders::add);
    for (String home : List.of("CUDA_HOME", "CUDA_PATH")) {
      variable(home).forEach(this::addToolkit);
    }
    addToolkit(root.resolve("usr/local/cuda"));
    children(root.resolve("usr/local"), "cuda-13*").forEach(this::addToolkit);
    SYSTEM.forEach(folder -> folders.add(root.resolve(folder)));
    addPythons();
  }

  private List<Path> variable(String name) {
    List<Path> paths = new ArrayList<>();
    for (String part : environment.getOrDefault(name, "").split(File.pathSeparator)) {
      if (!part.isBlank()) {
        paths.add(Path.of(part));
      }
    }
    return paths;
  }

  private void addToolkit(Path home) {
    TOOLKIT.forEach(folder -> folders.add(home.resolve(folder)));
  }

  private void addPythons() {
    List<Path> homes = new ArrayList<>(variable("VIRTUAL_ENV"));
    variable("CONDA_PREFIX").forEach(homes::add);
    for (Path binaries : variable("PATH")) {
      addHomes(binaries.resolve("python3"), homes);
    }
    variable("HOME").forEach(home -> homes.add(home.resolve(".local")));
    homes.add(root.resolve("usr/local"));
    homes.forEach(this::addPackages);
  }

  /** Adds the homes of a Python and of what it is a link to: either may have the packages. */
  private static void addHomes(Path python, List<Path> homes) {
    Path at = python;
    for (int links = 0; links < MOST_LINKS && Files.exists(at); links++) {
      Optional.ofNullable(at.getParent()).map(Path::getParent).ifPresent(homes::add);
      try {
        at = at.resolveSibling(Files.readSymbolicLink(at));
      } catch (IOException e) {
        return; // The end of the links.
      }
    }
  }

  private void addPackages(Path python) {
    folders.add(python.resolve("lib")); // Where conda has them.
    for (Path version : children(python.resolve("lib"), "python3*")) {
      for (String packages : List.of("site-packages", "dist-packages")) {
        addWheels(version.resolve(packages).resolve("nvidia"));
      }
    }
  }

  /** Only beside CUDA 13: cuDNN's files for CUDA 12 have the same names. */
  private void addWheels(Path wheels) {
    if (Files.isDirectory(wheels.resolve("cu13"))) {
      children(wheels, "*").forEach(part -> folders.add(part.resolve("lib")));
    }
  }

  private static List<Path> children(Path folder, String pattern) {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, pattern)) {
      stream.forEach(children::add);
    } catch (IOException e) {
      return List.of(); // A folder that can't be read has nothing for us.
    }
    children.sort(null);
    return children;
  }

  /**
   * A library, in the first folder that has it.
   *
   * @param name of its file, which may end in an asterisk
   */
  Optional<Path> find(String name) {
    return folders.stream()
        .flatMap(folder -> children(folder, name).stream())
        .filter(Files::isRegularFile)
        .findFirst();
  }
}
