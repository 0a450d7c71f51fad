package org.stylestream.service.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.message.Fault;

/** What goes wrong while a job runs ends that job in a sentence, and the engine lives on. */
class FaultTest {
  @TempDir private Path folder;
  private final EngineFixture fixture = new EngineFixture();

  @AfterEach
  void close() throws Exception {
    fixture.close();
  }

  private void assertFailsThenGoesOn(Error thrown, Fault.Code code, String words) throws Exception {
    AtomicReference<Error> next = new AtomicReference<>(thrown);
    Runnable first =
        () -> {
          Error error = next.getAndSet(null);
          if (error != null) {
            throw error;
          }
        };
    fixture.start(EngineFixture.in(folder), SteeredDevice.onLoad(EngineFixture.device(), first));
    BusClient client = fixture.client("client");
    client.submit(SampleJob.of("first", 3));
    Fault fault = ((JobEvent.Failed) client.awaitEnd()).fault();
    assertThat(fault.code()).isEqualTo(code);
    assertThat(fault.message()).contains(words);
    BusClient other = fixture.client("other");
    other.submit(SampleJob.of("second", 3));
    assertThat(other.awaitEnd()).isInstanceOf(JobEvent.Completed.class);
  }

  @Test
  void aDeviceThatFails() throws Exception {
    assertFailsThenGoesOn(new UnsatisfiedLinkError("no driver"), Fault.Code.DEVICE, "no driver");
  }

  @Test
  void tooLittleMemory() throws Exception {
    assertFailsThenGoesOn(new OutOfMemoryError(), Fault.Code.TOO_LARGE, "ran out of memory");
  }

  @Test
  void aLogThatCannotBeWritten() throws Exception {
    Semaphore begin = new Semaphore(0);
    fixture.start(
        EngineFixture.in(folder), SteeredDevice.waitingFor(EngineFixture.device(), begin));
    BusClient client = fixture.client("client");
    client.submit(SampleJob.of("job", 6));
    client.await(JobEvent.Queued.class);
    // Queued, accepted, progress, and then the first frame.
    Files.createDirectory(folder.resolve("jobs/job/frame-4"));
    begin.release(2);
    Fault fault = ((JobEvent.Failed) client.awaitEnd()).fault();
    assertThat(fault.code()).isEqualTo(Fault.Code.STORAGE);
    assertThat(fault.message()).contains("can't write the job's log");
    BusClient other = fixture.client("other");
    other.submit(SampleJob.of("other", 3));
    assertThat(other.awaitEnd()).isInstanceOf(JobEvent.Completed.class);
  }

  @Test
  void aDiskThatTakesNothingAtAll() throws Exception {
    Semaphore begin = new Semaphore(0);
    fixture.start(
        EngineFixture.in(folder), SteeredDevice.waitingFor(EngineFixture.device(), begin));
    BusClient client = fixture.client("client");
    client.submit(SampleJob.of("job", 6));
    client.await(JobEvent.Queued.class);
    Path job = folder.resolve("jobs/job");
    Files.move(job, folder.resolve("elsewhere"));
    begin.release(1);
    assertThat(((JobEvent.Failed) client.awaitEnd()).fault().code()).isEqualTo(Fault.Code.STORAGE);
  }
}
