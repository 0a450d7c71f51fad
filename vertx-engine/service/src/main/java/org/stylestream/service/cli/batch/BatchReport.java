package org.stylestream.service.cli.batch;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.stylestream.service.cli.run.RunReport;
import org.stylestream.service.cli.terminal.ExitCode;
import org.stylestream.service.cli.terminal.JsonLine;

/**
 * What a batch came to.
 *
 * @param entries one a picture that was come to
 * @param table what each engine has done
 * @param stopped whether the user stopped it
 */
public record BatchReport(List<Entry> entries, List<String> table, boolean stopped) {
  /** What became of a picture. */
  enum State {
    DONE,
    SKIPPED,
    FAILED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One picture.
   *
   * @param report where it was done
   * @param failure where it failed
   */
  record Entry(
      BatchPlan.Item item, State state, Optional<RunReport> report, Optional<String> failure) {
    static Entry done(BatchPlan.Item item, RunReport report) {
      return new Entry(item, State.DONE, Optional.of(report), Optional.empty());
    }

    static Entry skipped(BatchPlan.Item item) {
      return new Entry(item, State.SKIPPED, Optional.empty(), Optional.empty());
    }

    static Entry failed(BatchPlan.Item item, String sentence) {
      return new Entry(item, State.FAILED, Optional.empty(), Optional.of(sentence));
    }
  }

  public BatchReport {
    entries =
        entries.stream().sorted(Comparator.comparing(entry -> entry.item().content())).toList();
    table = List.copyOf(table);
  }

  public int exitCode() {
    if (stopped) {
      return ExitCode.INTERRUPTED;
    }
    return count(State.FAILED) > 0 ? ExitCode.FAILED : ExitCode.DONE;
  }

  private long count(State state) {
    return entries.stream().filter(entry -> entry.state() == state).count();
  }

  /** In one line of JSON. */
  public String json() {
    return JsonLine.of(this::writeTo);
  }

  /** For people: the table, what failed and why, and how many of each. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>(table);
    for (Entry entry : entries) {
      entry
          .failure()
          .ifPresent(why -> lines.add("failed: %s: %s".formatted(entry.item().content(), why)));
    }
    lines.add(
        "%d done, %d left out because they were done before, %d failed"
            .formatted(count(State.DONE), count(State.SKIPPED), count(State.FAILED)));
    return lines;
  }

  private void writeTo(JsonGenerator line) throws IOException {
    line.writeNumberField("done", count(State.DONE));
    line.writeNumberField("skipped", count(State.SKIPPED));
    line.writeNumberField("failed", count(State.FAILED));
    line.writeArrayFieldStart("pictures");
    for (Entry entry : entries) {
      line.writeStartObject();
      line.writeStringField("content", entry.item().content().toString());
      line.writeStringField("output", entry.item().output().toString());
      line.writeStringField("state", entry.state().toString());
      if (entry.failure().isPresent()) {
        line.writeStringField("failure", entry.failure().get());
      }
      if (entry.report().isPresent()) {
        entry.report().get().writeTo(line);
      }
      line.writeEndObject();
    }
    line.writeEndArray();
  }
}
