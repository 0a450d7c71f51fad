package org.stylestream.service.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.stylestream.protocol.Limits;
import org.stylestream.protocol.job.ClientLoss;
import org.stylestream.protocol.job.JobRequest;
import org.stylestream.protocol.message.DeviceFacts;
import org.stylestream.protocol.message.EngineAnnouncement;
import org.stylestream.service.client.JobSubmission.OnEngineLoss;

class EngineTableTest {
  private static final int TTL_MILLIS = 7000;

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final EngineTable table = new EngineTable(nanos::get, new Random(7));
  private final JobRequest request = Scripts.job("j", OnEngineLoss.FAIL).request();

  @Test
  void anAnnouncementHoldsForItsTimeToLiveAlsoWhenTheClockWrapsAround() {
    table.announced(engine("a", 1, 0, 0, 64));
    nanos.addAndGet(TTL_MILLIS * 1_000_000L - 1);
    assertThat(table.present()).hasSize(1);
    assertThat(table.isPresent("a")).isTrue();

    nanos.incrementAndGet();

    assertThat(table.isPresent("a")).isFalse();
    assertThat(table.present()).isEmpty();
    assertThat(table.ranked(request, Optional.empty())).isEmpty();
  }

  @Test
  void theEngineWithTheLeastToDoForEachSlotIsTheBest() {
    table.announced(engine("one-of-one", 1, 1, 0, 64));
    table.announced(engine("one-of-four", 4, 1, 0, 64));
    table.announced(engine("free", 1, 0, 0, 64));
    table.announced(engine("long-queue", 4, 4, 9, 64));

    assertThat(ranked()).containsExactly("free", "one-of-four", "one-of-one", "long-queue");
  }

  @Test
  void aFullQueueComesLastHoweverManySlots() {
    table.announced(engine("full", 8, 8, 2, 2));
    table.announced(engine("long-queue", 1, 1, 30, 64));

    assertThat(ranked()).containsExactly("long-queue", "full");
  }

  @Test
  void jobsThatAnEngineHasNotAnnouncedYetCount() {
    table.announced(engine("a", 1, 0, 0, 64));
    table.announced(engine("b", 1, 0, 0, 64));
    table.asked("a");
    assertThat(ranked()).containsExactly("b", "a");
    table.asked("b");
    table.asked("b");
    assertThat(ranked()).containsExactly("a", "b");

    table.announced(engine("b", 1, 0, 0, 64));

    assertThat(ranked()).containsExactly("b", "a");
  }

  @Test
  void equalEnginesTakeTurnsByChance() {
    table.announced(engine("a", 1, 0, 0, 64));
    table.announced(engine("b", 1, 0, 0, 64));

    Set<String> first =
        IntStream.range(0, 50).mapToObj(i -> ranked().get(0)).collect(Collectors.toSet());

    assertThat(first).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void whatAnEngineCannotDoIsSaid() {
    JobRequest other = Scripts.job("j", "resnet", OnEngineLoss.FAIL, ClientLoss.CANCEL).request();
    JobRequest any = Scripts.job("j", "auto", OnEngineLoss.FAIL, ClientLoss.CANCEL).request();
    EngineAnnouncement engine = engine("a", 1, 0, 0, 64);

    assertThat(EngineTable.obstacle(engine, request, Optional.empty())).isEmpty();
    assertThat(EngineTable.obstacle(engine, any, Optional.empty())).isEmpty();
    assertThat(EngineTable.obstacle(engine, other, Optional.empty()))
        .contains("has no network resnet (it has vgg19)");
    assertThat(EngineTable.obstacle(engine, request, Optional.of("cpu"))).isEmpty();
    assertThat(EngineTable.obstacle(engine, request, Optional.of("gpu")))
        .contains("has no device gpu (it has cpu)");
  }

  private List<String> ranked() {
    return table.ranked(request, Optional.empty()).stream()
        .map(EngineAnnouncement::engineId)
        .toList();
  }

  private static EngineAnnouncement engine(
      String engineId, int slots, int running, int queued, int queueLimit) {
    return new EngineAnnouncement(
        Limits.VERSION,
        engineId,
        "1.0",
        "host",
        List.of(new DeviceFacts("cpu", "", 1 << 30)),
        List.of("vgg19"),
        List.of("gatys"),
        List.of("style-transfer"),
        slots,
        running,
        queued,
        queueLimit,
        1 << 30,
        false,
        TTL_MILLIS,
        Optional.empty());
  }
}
