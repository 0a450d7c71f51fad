package org.stylestream.imagej.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What an engine's process keeps on the disk, for as long as ImageJ runs: an engine that is started
 * after another has died goes on with its jobs.
 *
 * @param path the folder
 */
record EngineFolder(Path path) {
  /** A new one among the temporary files. */
  static EngineFolder create() throws IOException {
    return new EngineFolder(Files.createTempDirectory("stylestream-imagej-"));
  }

  /** The engine's state. */
  Path jobs() {
    return path.resolve("jobs");
  }

  /** What the process has to say. */
  Path log() {
    return path.resolve("engine.log");
  }

  /** Removes log and folder, where the system lets it: the engine has removed its jobs. */
  void remove() throws IOException {
    Files.deleteIfExists(log());
    Files.deleteIfExists(path);
  }
}
