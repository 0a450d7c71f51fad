package org.stylestream.service.cli.run;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.event.LossReport;
import org.stylestream.protocol.event.QualityReport;
import org.stylestream.service.cli.terminal.JsonLine;
import org.stylestream.service.cli.terminal.Readable;

/**
 * What a run came to, for people and for programs.
 *
 * @param accepted what the engine said of it
 * @param checkpoint where to resume from, if the run was cancelled
 * @param outputs the files written, the picture first
 * @param notes sentences for the user
 */
public record RunReport(
    JobSubject subject,
    JobEvent.Accepted accepted,
    JobResult result,
    Optional<Path> checkpoint,
    List<Path> outputs,
    List<String> notes) {
  public RunReport {
    outputs = List.copyOf(outputs);
    notes = List.copyOf(notes);
  }

  /** The exit code that tells how the run ended. */
  public int exitCode() {
    return result.exitCode();
  }

  /** For people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s: %d×%d, %d iterations in %s%s"
            .formatted(
                outputs.get(0),
                accepted.width(),
                accepted.height(),
                result.iterations(),
                Readable.time(result.seconds()),
                result.loss().map(loss -> ", loss " + loss(loss)).orElse("")));
    outputs.stream().skip(1).map(Path::toString).forEach(lines::add);
    if (result.outcome() != JobResult.Outcome.COMPLETED) {
      lines.add(result.explanation());
    }
    checkpoint.ifPresent(
        path -> lines.add("To go on, give the same command with --resume " + path));
    return lines;
  }

  private static String loss(LossReport loss) {
    List<String> terms =
        loss.terms().entrySet().stream()
            .map(term -> term.getKey() + " " + Readable.number(term.getValue()))
            .toList();
    return "%s (%s)".formatted(Readable.number(loss.total()), String.join(", ", terms));
  }

  /** For programs. */
  public String json() {
    return JsonLine.of(this::writeTo);
  }

  /** The fields of {@link #json}. */
  public void writeTo(JsonGenerator json) throws IOException {
    json.writeStringField("outcome", result.outcome().toString());
    json.writeStringField("explanation", result.explanation());
    if (!subject.local()) {
      json.writeStringField("job", subject.jobId());
      json.writeStringField("engine", accepted.engineId());
    }
    JsonLine.device(json, accepted.device().id(), accepted.device().name());
    JsonLine.network(json, accepted.network(), accepted.networkOrigin());
    if (subject.preset().isPresent()) {
      json.writeStringField("preset", subject.preset().get());
    }
    JsonLine.size(json, accepted.height(), accepted.width());
    if (subject.seed().isPresent()) {
      json.writeNumberField("seed", subject.seed().get());
    }
    json.writeNumberField("seconds", result.seconds());
    json.writeNumberField("iterations", result.iterations());
    json.writeNumberField("evaluations", result.evaluations());
    if (result.loss().isPresent()) {
      LossReport loss = result.loss().get();
      JsonLine.loss(json, loss.total(), loss.terms());
    }
    if (result.quality().isPresent()) {
      QualityReport quality = result.quality().get();
      json.writeObjectFieldStart("quality");
      json.writeNumberField("ssim", quality.similarity());
      json.writeNumberField("delta_e", quality.colourDifference());
      json.writeEndObject();
    }
    JsonLine.paths(json, "outputs", outputs);
    if (checkpoint.isPresent()) {
      json.writeStringField("checkpoint", checkpoint.get().toString());
    }
    JsonLine.strings(json, "notes", notes);
  }
}
