package org.stylestream.service.cli.run;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.stylestream.compute.device.DeviceChain;
import org.stylestream.service.cli.terminal.RunFailedException;
import org.stylestream.service.cli.terminal.Waiting;
import org.stylestream.service.client.ClientOptions;
import org.stylestream.service.client.StyleStreamClient;
import org.stylestream.service.engine.Engine;
import org.stylestream.service.engine.EngineOptions;
import org.stylestream.service.job.NetworkCatalogue;

/** An engine in this process, for this process, and a client of it. */
public final class LocalEngine implements AutoCloseable {
  /**
   * How long either may give no sign of life, as where the process is stopped for a while: the
   * longest that announcements and leases can say.
   */
  private static final Duration PATIENCE = Duration.ofHours(1);

  private final Vertx vertx;
  private final Engine engine;
  private final StyleStreamClient client;
  private final EngineOptions.Storage storage;

  private LocalEngine(
      Vertx vertx, Engine engine, StyleStreamClient client, EngineOptions.Storage storage) {
    this.vertx = vertx;
    this.engine = engine;
    this.client = client;
    this.storage = storage;
  }

  /**
   * Starts one.
   *
   * @param devices outlive the engine
   * @throws RunFailedException if there is no room for what it has to keep on the disk
   */
  public static LocalEngine start(DeviceChain devices, NetworkCatalogue networks) {
    // A program that embeds it may end without closing it.
    Vertx vertx = Vertx.vertx(new VertxOptions().setUseDaemonThread(true));
    try {
      EngineOptions.Storage storage = EngineOptions.Storage.inTemporaryFolder();
      EngineOptions options = EngineOptions.of(storage).with(patient());
      // The client first, so that it hears the engine's first announcement.
      StyleStreamClient client =
          Waiting.until(StyleStreamClient.create(vertx, clientOptions()), JobFailures::explained);
      Engine engine =
          Waiting.until(
              Engine.start(vertx, options, List.of(devices), networks), JobFailures::explained);
      return new LocalEngine(vertx, engine, client, storage);
    } catch (IOException e) {
      Waiting.untilClosed(vertx::close);
      throw new RunFailedException("the temporary folder can't be written: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      Waiting.untilClosed(vertx::close);
      throw e;
    }
  }

  private static EngineOptions.Times patient() {
    EngineOptions.Times usual = EngineOptions.Times.DEFAULT;
    return new EngineOptions.Times(
        PATIENCE, PATIENCE, usual.announcement(), PATIENCE, usual.drain(), usual.upload());
  }

  private static ClientOptions clientOptions() {
    ClientOptions usual = ClientOptions.of("local");
    return new ClientOptions(
        usual.clientId(),
        usual.window(),
        usual.windowFrames(),
        usual.request(),
        usual.discovery(),
        usual.patience(),
        usual.renewal(),
        PATIENCE);
  }

  public StyleStreamClient client() {
    return client;
  }

  /** The engine's checkpoints, whatever their size. */
  public UnsentCheckpoints checkpoints() {
    return (jobId, sequence) -> Optional.of(storage.checkpoint(jobId, sequence));
  }

  @Override
  public void close() {
    Waiting.untilClosed(client::close, engine::close, vertx::close);
  }
}
