package org.stylestream.service.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stylestream.compute.device.DeviceChain;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.job.ClientLoss;
import org.stylestream.protocol.message.DeviceFacts;
import org.stylestream.protocol.message.EngineAnnouncement;
import org.stylestream.protocol.message.EngineRequest;
import org.stylestream.protocol.message.Fault;
import org.stylestream.protocol.message.Reply;

/** An engine of several devices runs a job on each. */
class SeveralDevicesTest {
  @TempDir private Path folder;
  private final EngineFixture fixture = new EngineFixture();

  @AfterEach
  void close() throws Exception {
    fixture.close();
  }

  private Engine start(ScarceDevice.Memory memory) throws Exception {
    return start(memory, memory);
  }

  private Engine start(ScarceDevice.Memory first, ScarceDevice.Memory second) throws Exception {
    return fixture.start(
        EngineFixture.in(folder), List.of(chain("gpu:0", first), chain("gpu:1", second)));
  }

  private static DeviceChain chain(String id, ScarceDevice.Memory memory) {
    return DeviceChain.of(ScarceDevice.of(EngineFixture.device(), id, memory));
  }

  private BusClient submitted(SampleJob job) {
    BusClient client = fixture.client("client-" + job.id());
    client.submit(job);
    return client;
  }

  private static String device(BusClient client) throws Exception {
    assertThat(client.awaitEnd()).isInstanceOf(JobEvent.Completed.class);
    return client.all(JobEvent.Accepted.class).get(0).device().id();
  }

  @Test
  void jobsRunSideBySide() throws Exception {
    CyclicBarrier together = new CyclicBarrier(2);
    start(
        (step, tiling) -> {
          if (step.equals("backward")) {
            await(together);
          }
        });
    EngineAnnouncement announced =
        ((Reply.Described) fixture.client("client").ask(new EngineRequest.Describe())).engine();
    assertThat(announced.slots()).isEqualTo(2);
    assertThat(announced.devices()).extracting(DeviceFacts::id).containsExactly("gpu:0", "gpu:1");

    BusClient one = submitted(SampleJob.of("one", 4));
    BusClient other = submitted(SampleJob.of("other", 4));

    assertThat(Set.of(device(one), device(other))).containsExactlyInAnyOrder("gpu:0", "gpu:1");
  }

  /** Goes on when the other device's job is there too. */
  private static void await(CyclicBarrier together) {
    try {
      together.await(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("the jobs don't run at the same time", e);
    }
  }

  @Test
  void aJobThatAsksForADeviceGetsIt() throws Exception {
    start((step, tiling) -> {});

    List<BusClient> second =
        Stream.of("a", "b", "c").map(id -> submitted(SampleJob.of(id, 2).on("gpu:1"))).toList();
    List<BusClient> any =
        Stream.of("d", "e", "f").map(id -> submitted(SampleJob.of(id, 2).on("gpu"))).toList();

    for (BusClient client : second) {
      assertThat(device(client)).isEqualTo("gpu:1");
    }
    Set<String> devices =
        any.stream().map(SeveralDevicesTest::deviceOf).collect(Collectors.toSet());
    assertThat(devices).contains("gpu:0");
  }

  private static String deviceOf(BusClient client) {
    try {
      return device(client);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aJobThatHasMovedStaysWhereItIsWhenTheEngineIsStartedAgain() throws Exception {
    SampleJob job = SampleJob.of("a", 400).checkpointing(25, false).onLoss(ClientLoss.CONTINUE);
    Engine first = start(ScarceDevice.forAny(8), (step, tiling) -> {});
    BusClient client = submitted(job);
    client.awaitThat(() -> client.all(JobEvent.Progress.class).size() > 30);
    fixture.close(first);

    Engine second = start((step, tiling) -> {});
    client.at(second.engineId()).attach("a", client.events().size());

    client.awaitEnd();
    assertThat(client.all(JobEvent.Accepted.class))
        .extracting(accepted -> accepted.device().id())
        .containsExactly("gpu:0", "gpu:1", "gpu:1");
  }

  @Test
  void aDeviceThatIsNotThereIsRefused() throws Exception {
    start((step, tiling) -> {});
    Fault fault =
        ((Reply.Refused)
                fixture.client("client").ask(SampleJob.of("a", 2).on("gpu:2").submit("client")))
            .fault();
    assertThat(fault.code()).isEqualTo(Fault.Code.UNSUPPORTED);
    assertThat(fault.message()).isEqualTo("this engine has no device 'gpu:2'; it has gpu:0, gpu:1");
  }

  @Test
  void aJobThatAskedForADeviceDoesNotMoveToAnother() throws Exception {
    start(ScarceDevice.forAny(2));

    BusClient client = submitted(SampleJob.of("a", 6).on("gpu:0"));

    Fault fault = ((JobEvent.Failed) client.awaitEnd()).fault();
    assertThat(fault.message()).contains("ran out of memory on the device gpu:0");
  }
}
