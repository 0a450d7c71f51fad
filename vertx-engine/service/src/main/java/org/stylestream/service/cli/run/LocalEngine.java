package org.stylestream.service.cli.run;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.stylestream.compute.device.Device;
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

  private LocalEngine(Vertx vertx, Engine engine, StyleStreamClient client) {
    this.vertx = vertx;
    this.engine = engine;
    this.client = client;
  }

  /**
   * Starts one.
   *
   * @param device outlives the engine
   * @throws RunFailedException if there is no room for what it has to keep on the disk
   */
  public static LocalEngine start(Device device, NetworkCatalogue networks) {
    Vertx vertx = Vertx.vertx();
    try {
      EngineOptions options =
          EngineOptions.of(EngineOptions.Storage.inTemporaryFolder()).with(patient());
      // The client first, so that it hears the engine's first announcement.
      StyleStreamClient client =
          Waiting.until(StyleStreamClient.create(vertx, clientOptions()), JobFailures::explained);
      Engine engine =
          Waiting.until(
              Engine.start(vertx, options, List.of(device), networks), JobFailures::explained);
      return new LocalEngine(vertx, engine, client);
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

  @Override
  public void close() {
    Waiting.untilClosed(client::close, engine::close, vertx::close);
  }
}
