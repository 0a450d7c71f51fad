package org.stylestream.compute.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TeamTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void everyTaskRunsOnce(int size) {
    try (Team team = new Team(size)) {
      for (int round = 0; round < 200; round++) {
        AtomicIntegerArray runs = new AtomicIntegerArray(round);
        team.run(
            round,
            (worker, index) -> {
              assertThat(worker).isBetween(0, size - 1);
              runs.incrementAndGet(index);
            });
        for (int i = 0; i < round; i++) {
          assertThat(runs.get(i)).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void aTasksExceptionReachesTheCallerAndTheTeamGoesOn() {
    try (Team team = new Team(3)) {
      for (int failing : new int[] {0, 7, 99}) {
        assertThatThrownBy(
                () ->
                    team.run(
                        100,
                        (worker, index) -> {
                          if (index == failing) {
                            throw new IllegalStateException("task " + index);
                          }
                        }))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("task " + failing);
      }
      int[] done = new int[50];
      team.run(50, (worker, index) -> done[index] = 1);
      assertThat(Arrays.stream(done).sum()).isEqualTo(50);
    }
  }

  @Test
  void closingEndsTheThreads() {
    Team team = new Team(4);
    List<Thread> helpers =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("stylestream-cpu-"))
            .toList();
    assertThat(helpers).hasSizeGreaterThanOrEqualTo(3).allMatch(Thread::isDaemon);
    team.close();
    assertThat(Thread.getAllStackTraces().keySet()).doesNotContainAnyElementsOf(helpers);
    assertThatThrownBy(() -> team.run(5, (worker, index) -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }
}
