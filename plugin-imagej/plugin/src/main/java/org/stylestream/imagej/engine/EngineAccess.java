package org.stylestream.imagej.engine;

import java.util.List;
import java.util.function.Consumer;
import org.stylestream.protocol.message.EngineAnnouncement;
import org.stylestream.service.client.StyleStreamClient;

/** Where the plugin's pictures are made. Any thread may use it, but the one of events. */
public interface EngineAccess extends AutoCloseable {
  /**
   * A client of the engine that is chosen, which is started where it has to be. The client is this
   * object's: whoever asks doesn't close it.
   *
   * @param status told in short phrases what is waited for: {@code Starting the engine…}
   * @throws EngineUnavailableException if there is no engine
   */
  StyleStreamClient client(Consumer<String> status)
      throws EngineUnavailableException, InterruptedException;

  /** The engines that are connected and announce themselves, of the choice; doesn't wait. */
  List<EngineAnnouncement> known();

  /** What is chosen. */
  EngineChoice choice();

  /** Chooses, for those clients that are asked for from now on. */
  void choose(EngineChoice choice);

  /** Ends what was started. */
  @Override
  void close();
}
