package org.stylestream.imagej.engine;

/**
 * What an engine's process says when it is ready.
 *
 * @param engineId of its engine
 * @param port that its event bus listens on
 */
record EngineReady(String engineId, int port) {
  /** Reads what {@link #line} writes. */
  static EngineReady parse(String line) {
    String[] words = line.split(" ");
    if (words.length != 2) {
      throw new IllegalArgumentException("the engine's process said: " + line);
    }
    return new EngineReady(words[0], Integer.parseInt(words[1]));
  }

  String line() {
    return engineId + " " + port;
  }
}
