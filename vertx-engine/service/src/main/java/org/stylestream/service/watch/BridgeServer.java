package org.stylestream.service.watch;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.stylestream.protocol.Addresses;
import org.stylestream.service.engine.EngineView;

/**
 * Lets clients without a JVM talk to an engine over TCP, with the frames of Vert.x' TCP event bus
 * bridge: a big-endian 32-bit length, then so many bytes of JSON.
 *
 * <p>A client may {@code send} to {@code stylestream.engine}, which here is the engine behind this
 * bridge and no other, and to that engine's private address; and {@code register} addresses {@code
 * stylestream.client.ID} and {@code stylestream.announcements}. Everything else is refused. Only
 * JSON crosses: pictures go over {@link WatchServer}.
 *
 * @see <a href="https://vertx.io/docs/vertx-tcp-eventbus-bridge/java/">the frames</a>
 */
public final class BridgeServer extends VerticleBase {
  private static final int MOST_PEERS = 256;
  private static final int IDLE_SECONDS = 60;

  private final WatchOptions options;
  private final String engineAddress;
  private final Map<String, BridgePeer> listeners = new HashMap<>();
  private NetServer server;
  private int peers;

  private BridgeServer(EngineView engine, WatchOptions options) {
    this.options = options;
    engineAddress = Addresses.engine(engine.announcement().engineId());
  }

  /** Begins to listen; fails where the port is taken or the host isn't this machine's. */
  public static Future<BridgeServer> start(Vertx vertx, EngineView engine, WatchOptions options) {
    BridgeServer server = new BridgeServer(engine, options);
    return vertx.deployVerticle(server).map(server);
  }

  @Override
  public Future<?> start() {
    server =
        vertx
            .createNetServer(
                new NetServerOptions()
                    .setTcpNoDelay(true)
                    .setIdleTimeout(IDLE_SECONDS)
                    .setIdleTimeoutUnit(TimeUnit.SECONDS))
            .connectHandler(this::connect);
    return server.listen(options.port(), options.host());
  }

  private void connect(NetSocket socket) {
    if (peers == MOST_PEERS) {
      socket.close();
      return;
    }
    peers++;
    BridgePeer peer = new BridgePeer(vertx.eventBus(), socket, engineAddress, listeners);
    socket.closeHandler(
        closed -> {
          peers--;
          peer.leave();
        });
    peer.serve();
  }

  /** The port that it listens on. */
  public int port() {
    return server.actualPort();
  }

  /** Stops listening, and lets go of all clients. */
  public Future<Void> close() {
    return vertx.undeploy(deploymentID());
  }
}
