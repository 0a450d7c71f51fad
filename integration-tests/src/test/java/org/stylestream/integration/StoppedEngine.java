package org.stylestream.integration;

import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import org.stylestream.service.cluster.ClusterKind;

/**
 * For systems that let nobody make a network namespace: the engine is on this side, and a cut stops
 * its process, so that nothing that is sent to it is answered. It needs no rights.
 */
final class StoppedEngine implements Cable {
  private final TestCluster cluster;
  private final List<EngineProcess> engines = new ArrayList<>();

  StoppedEngine(ClusterKind kind) {
    cluster = TestCluster.of(kind);
  }

  @Override
  public EngineProcess begin(Program program, String... more) {
    EngineProcess engine = EngineProcess.begin(program, cluster, "state", more);
    engines.add(engine);
    return engine;
  }

  @Override
  public Vertx join() {
    return cluster.join();
  }

  @Override
  public void cut() {
    signal("-STOP");
  }

  @Override
  public void heal() {
    signal("-CONT");
  }

  private void signal(String signal) {
    for (EngineProcess engine : engines) {
      if (!Shell.succeeds("kill", signal, Long.toString(engine.pid()))) {
        throw new IllegalStateException("the engine can't be sent " + signal);
      }
    }
  }

  @Override
  public void close() {}
}
