package org.stylestream.imagej.engine;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * The logs of the libraries below the event bus, which ImageJ would show in its console: they tell
 * of lost connections that the client deals with.
 */
final class LibraryLogs {
  private static final List<String> LIBRARIES =
      List.of("io.vertx", "io.netty", "com.hazelcast", "org.infinispan", "org.jgroups");

  /** Kept, because Java forgets the levels of loggers that nobody holds. */
  private final List<Logger> silenced;

  private LibraryLogs(Stream<Logger> loggers) {
    silenced = loggers.toList();
    silenced.forEach(logger -> logger.setLevel(Level.OFF));
  }

  /** Silences them for as long as the result is held. */
  static LibraryLogs silence() {
    return new LibraryLogs(LIBRARIES.stream().map(Logger::getLogger));
  }
}
