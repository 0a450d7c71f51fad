package org.stylestream.service.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private long now;

  private Progress progress(Progress.Style style) {
    return new Progress(new PrintStream(shown, true, StandardCharsets.UTF_8), style, () -> now);
  }

  private String text() {
    return shown.toString(StandardCharsets.UTF_8).replace("\r", "<");
  }

  private void run(Progress progress, int steps, long nanosEach) {
    for (int i = 0; i <= steps; i++) {
      progress.show(i, steps, i + "/" + steps);
      now += nanosEach;
    }
    progress.end();
  }

  @Test
  void aTerminalSeesOneLineAtMostTenTimesASecond() {
    run(progress(Progress.Style.TERMINAL), 1000, 1_000_000);

    assertThat(text()).doesNotContain("\n").contains("<[####").contains("1000/1000");
    // One second: the first, ten more, the last.
    assertThat(text().split("\\[").length - 1).isBetween(10, 13);
    assertThat(text()).endsWith(" <");
  }

  @Test
  void aShorterLineCoversALongerOne() {
    Progress progress = progress(Progress.Style.TERMINAL);

    progress.show(0, 2, "a long text");
    progress.show(2, 2, "short");

    assertThat(text()).endsWith("short" + " ".repeat(6));
  }

  @Test
  void aFileGetsALineEveryTenPerCent() {
    run(progress(Progress.Style.LINES), 1000, 1_000);

    assertThat(text().lines()).hasSize(11).startsWith("0/1000", "100/1000").endsWith("1000/1000");
    assertThat(text()).doesNotContain("<").doesNotContain("#");
  }

  @Test
  void aFileGetsALineEveryTenSecondsOfASlowRun() {
    Progress progress = progress(Progress.Style.LINES);

    for (int i = 0; i < 6; i++) {
      progress.show(i, 1000, "iteration " + i);
      now += 5_000_000_000L;
    }

    assertThat(text().lines()).containsExactly("iteration 0", "iteration 2", "iteration 4");
  }

  @Test
  void linesThatStayDontMixWithTheBar() {
    Progress progress = progress(Progress.Style.TERMINAL);

    progress.show(1, 2, "half");
    progress.say("a note");

    assertThat(text()).endsWith(" <a note" + System.lineSeparator());
  }

  @Test
  void quietShowsNothing() {
    Progress progress = progress(Progress.Style.NONE);

    progress.say("a note");
    run(progress, 10, 1_000_000_000);

    assertThat(text()).isEmpty();
  }
}
