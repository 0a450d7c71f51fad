package org.stylestream.service.engine;

import io.vertx.core.Vertx;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.stylestream.compute.device.DeviceChain;
import org.stylestream.protocol.frame.Datatype;
import org.stylestream.protocol.job.ClientLoss;

/** An engine with a job in a process of its own, to be killed. */
final class EngineProcess {
  private EngineProcess() {}

  /** Starts the process. */
  static Process start(Path folder) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        List.of(
            java,
            "--add-modules",
            "jdk.incubator.vector",
            "-cp",
            System.getProperty("java.class.path").replace(File.pathSeparatorChar + "null", ""),
            EngineProcess.class.getName(),
            folder.toString());
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** Runs until it is killed. */
  public static void main(String[] arguments) throws Exception {
    Vertx vertx = Vertx.vertx();
    Engine.start(
            vertx,
            EngineFixture.in(Path.of(arguments[0])),
            List.of(DeviceChain.of(EngineFixture.device())),
            EngineFixture.networks())
        .await(20, TimeUnit.SECONDS);
    BusClient client = new BusClient(vertx, "client");
    client.submit(
        SampleJob.of("job", 400)
            .keeping(50, Datatype.F32)
            .checkpointing(25, true)
            .onLoss(ClientLoss.CONTINUE));
    client.awaitEnd();
  }
}
