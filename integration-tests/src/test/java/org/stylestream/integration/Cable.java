package org.stylestream.integration;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import org.stylestream.service.cluster.ClusterKind;

/** The network between an engine and this process, which can be cut. */
interface Cable extends AutoCloseable {
  /**
   * Lays the best that this system lets us.
   *
   * @param folder for keys
   */
  static Cable lay(ClusterKind kind, Path folder) throws Exception {
    return NamespaceCable.isPossible() ? NamespaceCable.lay(kind, folder) : new StoppedEngine(kind);
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
