package org.stylestream.service.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.DeviceChain;
import org.stylestream.compute.device.DeviceUnavailableException;
import org.stylestream.compute.device.Tiling;
import org.stylestream.compute.run.Checkpoint;
import org.stylestream.compute.run.CheckpointFile;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.frame.Datatype;
import org.stylestream.protocol.message.Fault;

/** A job that runs out of memory goes on in less of it, or on another device, and says so. */
class MemoryShortageTest {
  private static final int ITERATIONS = 12;

  @TempDir private Path folder;
  private final EngineFixture fixture = new EngineFixture();

  @AfterEach
  void close() throws Exception {
    fixture.close();
  }

  private static SampleJob job() {
    return SampleJob.of("job", ITERATIONS)
        .sized(96)
        .keeping(2, Datatype.F32)
        .checkpointing(5, true);
  }

  private static Device scarce(String id, ScarceDevice.Memory memory) {
    return ScarceDevice.of(EngineFixture.device(), id, memory);
  }

  private BusClient run(String name, List<DeviceChain> devices) throws Exception {
    fixture.start(EngineFixture.in(folder.resolve(name)), devices);
    BusClient client = fixture.client(name);
    client.submit(job());
    client.awaitEnd();
    return client;
  }

  private BusClient undisturbed() throws Exception {
    return run("undisturbed", List.of(DeviceChain.of(EngineFixture.device())));
  }

  private Path path(String name, String file) {
    return folder.resolve(name).resolve("jobs/job").resolve(file);
  }

  /** Every iteration is told once, and the pictures are the same to rounding. */
  private void assertSame(BusClient client, BusClient undisturbed) {
    assertThat(client.awaitEnd()).isInstanceOf(JobEvent.Completed.class);
    assertThat(client.all(JobEvent.Progress.class))
        .extracting(JobEvent.Progress::iteration)
        .containsExactlyElementsOf(IntStream.rangeClosed(0, ITERATIONS).boxed().toList());
    List<JobEvent.Kept> kept = client.all(JobEvent.Kept.class);
    assertThat(kept).isEqualTo(undisturbed.all(JobEvent.Kept.class));
    kept.forEach(one -> assertClose(client.frame(one), undisturbed.frame(one)));
    assertClose(client.frame(client.awaitEnd()), undisturbed.frame(undisturbed.awaitEnd()));
  }

  private static void assertClose(byte[] frame, byte[] expected) {
    FloatBuffer pixels = floats(frame);
    FloatBuffer wanted = floats(expected);
    assertThat(pixels.remaining()).isEqualTo(wanted.remaining());
    for (int i = 0; i < wanted.remaining(); i++) {
      assertThat(pixels.get(i)).isCloseTo(wanted.get(i), within(0.05f));
    }
  }

  private static FloatBuffer floats(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  }

  @Test
  void inTheMiddleOfARunItGoesOnInBands() throws Exception {
    // There is an evaluation an iteration, and one before the first of each of two stages.
    Device device = scarce("small", ScarceDevice.forWhole(8));

    BusClient client = run("bands", List.of(DeviceChain.of(device)));

    List<JobEvent.Accepted> accepted = client.all(JobEvent.Accepted.class);
    assertThat(accepted).hasSize(2);
    assertThat(accepted.get(0).notes()).isEmpty();
    assertThat(accepted.get(1).resumedFrom()).contains(6);
    assertThat(accepted.get(1).notes())
        .singleElement()
        .asString()
        .matches(
            "The device small ran out of memory after iteration 6: from there on, feature maps are"
                + " gone through in bands of \\d+ rows.*\\.");
    Checkpoint checkpoint = CheckpointFile.read(path("bands", "checkpoint.safetensors"));
    assertThat(checkpoint.losses()).hasSize(11);
    assertThat(checkpoint.metadata().get("tilings")).matches("whole; in bands of .*");
    assertSame(client, undisturbed());
  }

  @Test
  void beforeItsFirstIterationItBeginsInBands() throws Exception {
    Device device =
        scarce(
            "small",
            (step, tiling) -> {
              if (tiling.equals(Tiling.WHOLE)) {
                throw new OutOfMemoryError("Java heap space");
              }
            });

    BusClient client = run("bands", List.of(DeviceChain.of(device)));

    List<JobEvent.Accepted> accepted = client.all(JobEvent.Accepted.class);
    assertThat(accepted).hasSize(3);
    // Each of the two stages is found to be too large for itself.
    assertThat(accepted.get(1).notes())
        .singleElement()
        .asString()
        .startsWith("The device small ran out of memory after iteration 0: ");
    assertThat(accepted.get(2).notes())
        .singleElement()
        .asString()
        .startsWith("The device small ran out of memory after iteration 6: ");
    assertSame(client, undisturbed());
  }

  @Test
  void whereBandsDoNotHelpTheNextDeviceTakesOver() throws Exception {
    Supplier<Device> missing =
        () -> {
          throw new DeviceUnavailableException("it isn't there");
        };
    DeviceChain devices =
        new DeviceChain(
            scarce("small", ScarceDevice.forAny(8)), List.of(missing, EngineFixture::device));

    BusClient client = run("chain", List.of(devices));

    JobEvent.Accepted last = last(client);
    assertThat(last.device().id()).isEqualTo("cpu");
    assertThat(last.resumedFrom()).contains(6);
    assertThat(last.notes())
        .anyMatch(note -> note.startsWith("There wasn't enough memory on the device small"))
        .anyMatch(note -> note.contains("made on another device"));
    assertSame(client, undisturbed());
  }

  private static JobEvent.Accepted last(BusClient client) {
    List<JobEvent.Accepted> accepted = client.all(JobEvent.Accepted.class);
    return accepted.get(accepted.size() - 1);
  }

  @Test
  void anotherDeviceOfTheEngineTakesOver() throws Exception {
    List<DeviceChain> devices =
        List.of(
            DeviceChain.of(scarce("small", ScarceDevice.forAny(8))),
            DeviceChain.of(scarce("large", (step, tiling) -> {})));

    BusClient client = run("two", devices);

    assertThat(client.all(JobEvent.Accepted.class).get(0).device().id()).isEqualTo("small");
    assertThat(last(client).device().id()).isEqualTo("large");
    assertThat(last(client).resumedFrom()).contains(6);
    assertSame(client, undisturbed());
  }

  @Test
  void whereNoneIsLeftTheJobFailsAndLeavesNoResult() throws Exception {
    BusClient client =
        run("none", List.of(DeviceChain.of(scarce("small", ScarceDevice.forAny(8)))));

    Fault fault = ((JobEvent.Failed) client.awaitEnd()).fault();
    assertThat(fault.code()).isEqualTo(Fault.Code.TOO_LARGE);
    assertThat(fault.message())
        .isEqualTo(
            "the job ran out of memory on the device small; ask for a smaller size, or give the"
                + " engine more");
    assertThat(Files.exists(path("none", "result.safetensors"))).isFalse();
  }
}
