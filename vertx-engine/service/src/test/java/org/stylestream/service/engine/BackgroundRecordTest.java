package org.stylestream.service.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.stylestream.compute.run.Iteration;
import org.stylestream.protocol.event.FrameReference;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.frame.Datatype;
import org.stylestream.protocol.message.Fault;
import org.stylestream.service.job.JobFaultException;
import org.stylestream.service.job.JobRecord;

@Timeout(60)
class BackgroundRecordTest {
  private final CountDownLatch frameMayBeMade = new CountDownLatch(1);
  private final List<Thread> makers = Collections.synchronizedList(new ArrayList<>());
  private final Notes notes = new Notes();
  private final BackgroundRecord record = new BackgroundRecord("j", notes);

  /** What was recorded, in words. */
  private static final class Notes implements JobRecord {
    private final List<String> all = Collections.synchronizedList(new ArrayList<>());
    private Optional<Throwable> failure = Optional.empty();

    @Override
    public int lastProgress() {
      return all.size();
    }

    @Override
    public int lastKept() {
      return all.size();
    }

    @Override
    public void add(JobEvent event) {
      Optional<Throwable> due = failure;
      failure = Optional.empty();
      if (due.isPresent() && due.get() instanceof Error error) {
        throw error;
      }
      if (due.isPresent() && due.get() instanceof RuntimeException exception) {
        throw exception;
      }
      all.add(event.getClass().getSimpleName());
    }

    @Override
    public void add(JobEvent event, Supplier<byte[]> frame) {
      all.add("%d bytes".formatted(frame.get().length));
    }

    @Override
    public void addCheckpoint(int iteration, Path file, boolean forClient) {
      all.add("checkpoint " + iteration);
    }

    @Override
    public void settle() {}

    @Override
    public void look(Iteration iteration) {}
  }

  @AfterEach
  void close() {
    frameMayBeMade.countDown();
    record.close();
  }

  private static JobEvent event() {
    return new JobEvent.Checkpointed(0, Optional.empty(), Optional.empty());
  }

  private void addFrame() {
    JobEvent kept = new JobEvent.Kept(0, new FrameReference(1, 1, 3, Datatype.U8));
    record.add(
        kept,
        () -> {
          makers.add(Thread.currentThread());
          awaitLeave();
          return new byte[3];
        });
  }

  private void awaitLeave() {
    try {
      frameMayBeMade.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whoAddsDoesNotWaitForAFrameAndTheOrderStays() {
    record.add(event());
    addFrame();
    record.add(event());
    // Still here: the frame isn't made yet.
    assertThat(notes.all).doesNotContain("3 bytes");
    frameMayBeMade.countDown();
    record.addCheckpoint(7, Path.of("c"), false);

    assertThat(notes.all)
        .containsExactly("Checkpointed", "3 bytes", "Checkpointed", "checkpoint 7");
    assertThat(makers).doesNotContain(Thread.currentThread());
  }

  @Test
  void whatIsAskedKnowsWhatWasAdded() {
    frameMayBeMade.countDown();
    record.add(event());
    addFrame();

    assertThat(record.lastKept()).isEqualTo(2);
    record.add(event());
    assertThat(record.lastProgress()).isEqualTo(3);
  }

  @Test
  void whatFailsIsThrownByTheNextCallAndNothingBehindItIsRecorded() {
    notes.failure = Optional.of(new JobFaultException(Fault.of(Fault.Code.STORAGE, "it is full")));
    record.add(event());
    record.add(event());

    assertThatThrownBy(this::addFrame)
        .isInstanceOf(JobFaultException.class)
        .hasMessage("it is full");
    assertThat(makers).isEmpty();
    assertThat(notes.all).isEmpty();
  }

  @Test
  void aRunGoesOnAfterItWasToldOfAShortage() {
    notes.failure = Optional.of(new OutOfMemoryError("no room"));
    record.add(event());
    assertThatThrownBy(record::lastProgress).isInstanceOf(OutOfMemoryError.class);

    record.add(event());

    assertThat(record.lastProgress()).isEqualTo(1);
  }

  @Test
  void closedItHasRecordedAllAndItsThreadIsGone() throws InterruptedException {
    frameMayBeMade.countDown();
    addFrame();
    record.close();

    assertThat(notes.all).containsExactly("3 bytes");
    makers.get(0).join();
    record.close();
  }
}
