package org.stylestream.service.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stylestream.protocol.job.Priority;
import org.stylestream.protocol.message.JobState;

class JobQueueTest {
  @TempDir private Path folder;
  private final JobQueue queue = new JobQueue();

  private Job job(String id, String client, Priority priority) throws Exception {
    StoredJob stored = new StoredJob(SampleJob.of(id, 3).with(priority).submit(client), 0);
    JobHistory history = new JobHistory();
    JobFolder jobFolder = JobFolder.create(folder.resolve(id), stored).orElseThrow();
    JobLog log = JobLog.open(jobFolder.path(), history);
    jobFolder.release();
    return new Job(stored, jobFolder, log, history, JobState.QUEUED);
  }

  private List<String> taken() {
    List<String> ids = new ArrayList<>();
    Optional<Job> next = queue.next(job -> true);
    while (next.isPresent()) {
      ids.add(next.get().id());
      next = queue.next(job -> true);
    }
    return ids;
  }

  @Test
  void prioritiesComeFirstAndClientsTakeTurns() throws Exception {
    queue.add(job("a1", "a", Priority.NORMAL));
    queue.add(job("a2", "a", Priority.NORMAL));
    queue.add(job("a3", "a", Priority.NORMAL));
    queue.add(job("low", "a", Priority.LOW));
    queue.add(job("b1", "b", Priority.NORMAL));
    queue.add(job("c1", "c", Priority.NORMAL));
    queue.add(job("c2", "c", Priority.NORMAL));
    queue.add(job("high", "c", Priority.HIGH));
    List<String> expected = List.of("high", "a1", "b1", "c1", "a2", "c2", "a3", "low");
    assertThat(queue.inOrder()).extracting(Job::id).isEqualTo(expected);
    assertThat(queue.size()).isEqualTo(8);
    assertThat(taken()).isEqualTo(expected);
    assertThat(queue.size()).isZero();
  }

  @Test
  void aClientWhoComesLaterDoesNotOvertakeThoseWhoseTurnItIs() throws Exception {
    queue.add(job("a1", "a", Priority.NORMAL));
    queue.add(job("a2", "a", Priority.NORMAL));
    queue.add(job("b1", "b", Priority.NORMAL));
    assertThat(queue.next(job -> true)).get().extracting(Job::id).isEqualTo("a1");
    queue.add(job("c1", "c", Priority.NORMAL));
    assertThat(taken()).containsExactly("b1", "a2", "c1");
  }

  @Test
  void jobsThatDoNotFitAreLeftForOtherDevices() throws Exception {
    Job large = job("large", "a", Priority.HIGH);
    Job small = job("small", "a", Priority.HIGH);
    queue.add(large);
    queue.add(small);
    assertThat(queue.next(job -> job != large)).contains(small);
    assertThat(queue.remove(large)).isTrue();
    assertThat(queue.remove(large)).isFalse();
    assertThat(queue.next(job -> true)).isEmpty();
  }

  @Test
  void aJobThatHadBegunGoesBeforeItsClientsOthers() throws Exception {
    queue.add(job("a1", "a", Priority.NORMAL));
    queue.addFirst(job("begun", "a", Priority.NORMAL));
    assertThat(taken()).containsExactly("begun", "a1");
  }
}
