package org.stylestream.service.engine;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.UUID;
import org.stylestream.compute.device.DeviceChain;
import org.stylestream.service.job.NetworkCatalogue;

/**
 * An engine on an event bus: takes jobs, runs them on its devices, one job a device, and sends what
 * comes of them. Its state is in a folder, with which it can be started again.
 *
 * <p>A job whose engine has died, in whatever way, goes on from its last checkpoint, or from its
 * start where that was damaged, and comes to the same result as an unbroken run on that device.
 */
public final class Engine {
  private final Vertx vertx;
  private final String engineId;
  private final EngineVerticle verticle;
  private final EngineView view;

  private Engine(Vertx vertx, String engineId, EngineVerticle verticle) {
    this.vertx = vertx;
    this.engineId = engineId;
    this.verticle = verticle;
    this.view = verticle.view();
  }

  /**
   * Starts an engine, which goes on with the jobs in its folder.
   *
   * @param devices at least one; each has a thread and runs a job at a time, on the first of its
   *     chain where it fits. Used by this engine alone, and closed by whoever opened them after the
   *     engine
   * @return succeeds when the engine can be reached; fails if its folder can't be used
   */
  public static Future<Engine> start(
      Vertx vertx, EngineOptions options, List<DeviceChain> devices, NetworkCatalogue networks) {
    if (devices.isEmpty()) {
      throw new IllegalArgumentException("an engine needs at least one device");
    }
    String engineId = UUID.randomUUID().toString();
    EngineVerticle verticle = new EngineVerticle(engineId, options, devices, networks);
    return vertx.deployVerticle(verticle).map(id -> new Engine(vertx, engineId, verticle));
  }

  /** Another at every start. */
  public String engineId() {
    return engineId;
  }

  /** For those who only watch. */
  public EngineView view() {
    return view;
  }

  /** Says in announcements where the engine serves HTTP, as {@code http://127.0.0.1:8080}. */
  public void announceHttp(String url) {
    verticle.announceHttp(url);
  }

  /**
   * Prepares to go away: takes no more jobs, lets those finish that do so within the time to drain,
   * suspends the others at a checkpoint, and gives clients until then to fetch what has ended.
   */
  public Future<Void> drain() {
    return verticle.drain();
  }

  /**
   * Goes away. Jobs that run are suspended at a checkpoint; an engine that is started with the same
   * folder goes on with them.
   */
  public Future<Void> close() {
    return vertx.undeploy(verticle.deploymentID());
  }
}
