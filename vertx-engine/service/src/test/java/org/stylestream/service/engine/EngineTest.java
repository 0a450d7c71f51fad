package org.stylestream.service.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.message.JobState;
import org.stylestream.protocol.message.Reply;

/** Jobs from submission to result, with a client that knows the protocol only. */
class EngineTest {
  @TempDir private Path folder;
  private final EngineFixture fixture = new EngineFixture();

  @AfterEach
  void close() throws Exception {
    fixture.close();
  }

  @Test
  void aJobRunsFromSubmissionToResult() throws Exception {
    Engine engine = fixture.start(EngineFixture.in(folder));
    BusClient client = fixture.client("client");
    SampleJob job = SampleJob.of("job", 5);

    Reply.Submitted submitted = client.submit(job);
    assertThat(submitted.engineId()).isEqualTo(engine.engineId());
    assertThat(submitted.status().state()).isEqualTo(JobState.UPLOADING);
    assertThat(submitted.missing()).containsExactlyElementsOf(job.uploads().keySet());

    JobEvent.Completed completed = (JobEvent.Completed) client.awaitEnd();
    assertThat(completed.ending()).isEqualTo(JobEvent.Completed.Ending.FINISHED);
    assertThat(completed.iterations()).isEqualTo(5);
    assertThat(client.frame(completed)).hasSize(completed.result().height() * 32 * 3 * 4);
    List<JobEvent> events = client.events();
    assertThat(events.get(0)).isEqualTo(new JobEvent.Queued(1));
    assertThat(events.get(1)).isInstanceOf(JobEvent.Accepted.class);
    assertThat(client.all(JobEvent.Progress.class))
        .extracting(JobEvent.Progress::iteration)
        .containsExactlyElementsOf(IntStream.rangeClosed(0, 5).boxed().toList());
    assertThat(client.all(JobEvent.Kept.class))
        .extracting(JobEvent.Kept::iteration)
        .containsExactly(0, 2, 4, 5);
    assertThat(client.all(JobEvent.Kept.class))
        .allSatisfy(kept -> assertThat(client.frame(kept)).hasSize((int) kept.frame().bytes()));
    assertThat(client.gaps()).isZero();
    assertThat(client.duplicates()).isZero();
  }
}
