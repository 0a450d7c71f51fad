package org.stylestream.service.cli.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.service.cli.terminal.ExitCode;
import org.stylestream.service.cli.terminal.JsonLine;
import org.stylestream.service.cli.terminal.Readable;

/**
 * What came of a sequence, for people and for programs.
 *
 * @param outputs the files written, the most important first
 * @param frames how many there are
 * @param planned how many there should be
 * @param toGoOn what has to be given to go on where it was stopped, one sentence
 */
public record SequenceReport(
    List<Path> outputs,
    SizeRule.Size size,
    int frames,
    int planned,
    double seconds,
    String toGoOn) {
  public SequenceReport {
    outputs = List.copyOf(outputs);
  }

  /** The exit code that tells how it ended. */
  public int exitCode() {
    return frames == planned ? ExitCode.DONE : ExitCode.INTERRUPTED;
  }

  /** For people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s: %d×%d, %d frames in %s"
            .formatted(
                outputs.get(0), size.width(), size.height(), frames, Readable.time(seconds)));
    outputs.stream().skip(1).map(Path::toString).forEach(lines::add);
    if (frames < planned) {
      lines.add("Stopped after %d of %d frames.".formatted(frames, planned));
      lines.add(toGoOn);
    }
    return lines;
  }

  /** For programs. */
  public String json() {
    return JsonLine.of(
        json -> {
          json.writeStringField("outcome", frames == planned ? "completed" : "cancelled");
          JsonLine.size(json, size.height(), size.width());
          json.writeNumberField("frames", frames);
          json.writeNumberField("seconds", seconds);
          JsonLine.paths(json, "outputs", outputs);
        });
  }
}
