package org.stylestream.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.service.client.Frame;
import org.stylestream.service.client.JobListener;

/** Remembers what comes of a job. */
class Recording implements JobListener {
  private final List<Seen> seen = new ArrayList<>();

  /** An event and the bytes of its frame, which are none where it has none. */
  record Seen(long sequence, JobEvent event, byte[] frame) {}

  @Override
  public synchronized void onEvent(long sequence, JobEvent event, Optional<Frame> frame) {
    seen.add(new Seen(sequence, event, frame.map(Frame::bytes).orElse(new byte[0])));
  }

  /** What has come so far. */
  synchronized List<Seen> seen() {
    return List.copyOf(seen);
  }

  /** The events of a type that have come so far. */
  <T extends JobEvent> List<T> events(Class<T> type) {
    return seen().stream().map(Seen::event).filter(type::isInstance).map(type::cast).toList();
  }

  /** Waits for an event. */
  void await(String what, Predicate<JobEvent> wanted) {
    Patience.until(what, () -> seen().stream().map(Seen::event).anyMatch(wanted));
  }

  /** Waits for an iteration. */
  void awaitIteration(int iteration) {
    await(
        "iteration " + iteration,
        event -> event instanceof JobEvent.Progress now && now.iteration() >= iteration);
  }

  /** Checksums of the frames that were kept, by their iterations. */
  SortedMap<Integer, Long> kept() {
    SortedMap<Integer, Long> kept = new TreeMap<>();
    for (Seen one : seen()) {
      if (one.event() instanceof JobEvent.Kept event) {
        CRC32C checksum = new CRC32C();
        checksum.update(one.frame());
        assertThat(kept.put(event.iteration(), checksum.getValue()))
            .as("a frame kept twice")
            .isNull();
      }
    }
    return kept;
  }

  /** Holds that each iteration has come once, in order, and the same frames as of another run. */
  void assertIsWhole(int iterations, Recording unbroken) {
    assertThat(events(JobEvent.Progress.class).stream().map(JobEvent.Progress::iteration))
        .containsExactlyElementsOf(IntStream.rangeClosed(0, iterations).boxed().toList());
    assertThat(kept()).isEqualTo(unbroken.kept());
  }

  /** Holds that no event is missing and none came twice. */
  void assertHasEachEventOnce() {
    List<Long> sequences =
        seen().stream().map(Seen::sequence).filter(sequence -> sequence > 0).toList();
    assertThat(sequences)
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, sequences.size()).mapToObj(i -> (long) i).toList());
  }
}
