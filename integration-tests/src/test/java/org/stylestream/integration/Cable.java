package org.stylestream.integration;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import org.stylestream.service.cluster.ClusterKind;

/** The network between an engine and this process, which can be cut. */
interface Cable extends AutoCloseable {
  /** The system property that wants a relay even where there could be a namespace. */
  String RELAY = "stylestream.relay";

  /**
   * Lays the best that this system lets us.
   *
   * @param folder for keys
   */
  static Cable lay(ClusterKind kind, Path folder) throws Exception {
    return Boolean.getBoolean(RELAY) || !NamespaceCable.isPossible()
        ? RelayCable.lay(kind)
        : NamespaceCable.lay(kind, folder);
  }

  /** Starts an engine at the other end, which isn't ready yet. */
  EngineProcess begin(Program program, String... more);

  /** Joins the engine's cluster at this end. */
  Vertx join();

  /** Lets nothing through any more. */
  void cut();

  /** Lets everything through again. */
  void heal();

  @Override
  void close();
}
