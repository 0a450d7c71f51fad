package org.stylestream.service.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stylestream.protocol.event.FrameReference;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.event.LossReport;
import org.stylestream.protocol.frame.Datatype;
import org.stylestream.protocol.message.Fault;

class JobLogTest {
  private static final FrameReference FRAME = new FrameReference(1, 2, 3, Datatype.U8);

  @TempDir private Path folder;

  private JobLog open() throws IOException {
    return JobLog.open(folder, new JobHistory());
  }

  private static JobEvent progress(int iteration) {
    return new JobEvent.Progress(
        iteration, 0, iteration, 9, 9, iteration + 1, 0.5, new LossReport(1, Map.of("tv", 1.0)));
  }

  private JobLog filled() throws IOException {
    JobLog log = open();
    assertThat(log.append(progress(0))).isEqualTo(1);
    assertThat(log.append(new JobEvent.Kept(0, FRAME), new byte[] {1, 2, 3, 4, 5, 6})).isEqualTo(2);
    assertThat(log.append(progress(1))).isEqualTo(3);
    return log;
  }

  @Test
  void whatWasLoggedIsReadAgain() throws IOException {
    filled();
    JobHistory history = new JobHistory();
    JobLog log = JobLog.open(folder, history);
    assertThat(log.lastSequence()).isEqualTo(3);
    List<JobLog.Entry> entries = log.read(1, 64);
    assertThat(entries).extracting(JobLog.Entry::sequence).containsExactly(1L, 2L, 3L);
    assertThat(entries).extracting(JobLog.Entry::frameBytes).containsExactly(0L, 6L, 0L);
    assertThat(entries.get(1).event().getString("type")).isEqualTo("kept");
    assertThat(log.readFrame(2, 2, 3).getBytes()).containsExactly(3, 4, 5);
    assertThat(log.read(2, 1)).hasSize(1);
    assertThat(history.lastProgress()).isEqualTo(1);
    assertThat(history.lastKept()).isZero();
    assertThat(history.losses(0, 9)).hasSize(2);
  }

  @Test
  void whereverItIsTornTheWholeEventsBeforeStay() throws IOException {
    filled();
    byte[] whole = Files.readAllBytes(folder.resolve("events"));
    long before = -1;
    for (int length = 0; length <= whole.length; length++) {
      Files.write(folder.resolve("events"), Arrays.copyOf(whole, length));
      JobLog log = open();
      assertThat(log.lastSequence()).isBetween(Math.max(0, before), 3L);
      before = log.lastSequence();
      assertThat(log.append(progress(7))).isEqualTo(before + 1);
      assertThat(open().lastSequence()).isEqualTo(before + 1);
    }
    assertThat(before).isEqualTo(3);
  }

  @Test
  void aDamagedEventEndsTheLog() throws IOException {
    filled();
    byte[] whole = Files.readAllBytes(folder.resolve("events"));
    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x10;
      Files.write(folder.resolve("events"), damaged);
      assertThat(open().lastSequence()).isLessThan(3);
    }
  }

  @Test
  void anEventWhoseFrameIsGoneEndsTheLog() throws IOException {
    filled();
    Files.delete(folder.resolve("frame-2"));
    assertThat(open().lastSequence()).isEqualTo(1);
  }

  @Test
  void aFrameThatCannotBeWrittenLeavesNoEvent() throws IOException {
    JobLog log = filled();
    Files.createDirectory(folder.resolve("frame-4"));
    assertThatThrownBy(() -> log.append(new JobEvent.Kept(1, FRAME), new byte[6]))
        .isInstanceOf(IOException.class);
    assertThat(log.lastSequence()).isEqualTo(3);
    assertThat(open().lastSequence()).isEqualTo(3);
  }

  @Test
  void whatCannotBeWrittenIsReadFromMemory() throws IOException {
    JobLog log = filled();
    JobEvent failed = new JobEvent.Failed(Fault.of(Fault.Code.STORAGE, "full"));
    assertThat(log.appendUnwritten(failed)).isEqualTo(4);
    assertThat(log.read(3, 64)).extracting(JobLog.Entry::sequence).containsExactly(3L);
    JsonObject event = log.read(4, 64).get(0).event();
    assertThat(event.getString("type")).isEqualTo("failed");
    assertThat(open().lastSequence()).isEqualTo(3);
  }

  @Test
  void filesAreLoggedAsTheyWereThen() throws IOException {
    JobLog log = filled();
    Path file = folder.resolve("file");
    Files.write(file, new byte[] {1, 2});
    JobEvent event =
        new JobEvent.Checkpointed(
            1, Optional.of(new FrameReference(1, 2, 1, Datatype.U8)), Optional.empty());
    log.append(event, file);
    Files.delete(file);
    Files.write(file, new byte[] {3, 4});
    log.append(event, file);
    assertThat(log.readFrame(4, 0, 2).getBytes()).containsExactly(1, 2);
    assertThat(open().replaceable()).containsExactly(4L, 5L);
    log.forgetFrame(4);
    log.deleteFrame(4);
    assertThat(log.frameBytes(4)).isZero();
    JobLog again = open();
    assertThat(again.lastSequence()).isEqualTo(5);
    assertThat(again.frameBytes(4)).isZero();
    assertThat(again.replaceable()).containsExactly(5L);
  }
}
