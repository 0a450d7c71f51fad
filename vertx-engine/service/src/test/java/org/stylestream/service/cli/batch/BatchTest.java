package org.stylestream.service.cli.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchTest {
  private final List<String> tries = Collections.synchronizedList(new ArrayList<>());

  @Test
  void whatFailsIsTriedOnceMoreUnlessItIsBeyondHope() throws InterruptedException {
    Batch.Work<String> work =
        new Batch.Work<>() {
          @Override
          public void run(String item, boolean last) throws Exception {
            tries.add(item + (last ? " last" : ""));
            if (item.startsWith("bad") || item.startsWith("shaky") && !last) {
              throw new IOException(item);
            }
          }

          @Override
          public boolean isWorthAnotherTry(Throwable failure) {
            return !failure.getMessage().equals("bad beyond hope");
          }
        };

    new Batch<>(work, () -> 2, () -> false).run(List.of("good", "shaky", "bad", "bad beyond hope"));

    assertThat(tries)
        .containsExactlyInAnyOrder(
            "good", "shaky", "shaky last", "bad", "bad last", "bad beyond hope");
  }

  @Test
  void asManyRunAsMay() throws InterruptedException {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch three = new CountDownLatch(3);

    new Batch<Integer>(
            (item, last) -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              three.countDown();
              assertThat(three.await(1, TimeUnit.MINUTES)).isTrue();
              running.decrementAndGet();
            },
            () -> 3,
            () -> false)
        .run(IntStream.range(0, 20).boxed().toList());

    assertThat(most).hasValue(3);
  }

  @Test
  void nothingBeginsOnceItIsStopped() throws InterruptedException {
    AtomicBoolean stopped = new AtomicBoolean();

    new Batch<Integer>(
            (item, last) -> {
              tries.add(item.toString());
              stopped.set(true);
            },
            () -> 1,
            stopped::get)
        .run(List.of(1, 2, 3));

    assertThat(tries).containsExactly("1");
  }
}
