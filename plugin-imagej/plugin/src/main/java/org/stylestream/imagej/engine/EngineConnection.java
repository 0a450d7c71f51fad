package org.stylestream.imagej.engine;

import java.util.List;
import java.util.function.Consumer;
import org.stylestream.protocol.message.EngineAnnouncement;
import org.stylestream.service.client.StyleStreamClient;

/** A client, and what stands behind it. */
interface EngineConnection extends AutoCloseable {
  /**
   * The client, once there is an engine for it.
   *
   * @param status told in short phrases what is waited for
   * @throws EngineUnavailableException if there is none
   */
  StyleStreamClient ready(Consumer<String> status) throws EngineUnavailableException;

  /** The engines that announce themselves. */
  List<EngineAnnouncement> engines();

  @Override
  void close();
}
