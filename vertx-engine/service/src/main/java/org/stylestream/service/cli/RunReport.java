package org.stylestream.service.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.stylestream.compute.device.DeviceDescription;
import org.stylestream.compute.objective.Loss;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.compute.run.Outcome;
import org.stylestream.compute.run.RunResult;

/**
 * What a run came to, for people and for programs.
 *
 * @param size of the picture
 * @param checkpoint where to resume from, if the run was cancelled
 * @param outputs the files written, the picture first
 * @param notes sentences for the user
 */
record RunReport(
    DeviceDescription device,
    NetworkOptions.Loaded network,
    String preset,
    SizeRule.Size size,
    long seed,
    RunResult result,
    Optional<Path> checkpoint,
    List<Path> outputs,
    List<String> notes) {
  /** The exit code that tells how the run ended. */
  int exitCode() {
    return switch (result.outcome()) {
      case COMPLETED, STALLED -> ExitCode.DONE;
      case DIVERGED -> ExitCode.FAILED;
      case CANCELLED -> ExitCode.INTERRUPTED;
    };
  }

  /** For people. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s: %d×%d, %d iterations in %s%s"
            .formatted(
                outputs.get(0),
                size.width(),
                size.height(),
                result.iterations(),
                Readable.time(result.seconds()),
                loss().map(loss -> ", loss " + loss(loss)).orElse("")));
    outputs.stream().skip(1).map(Path::toString).forEach(lines::add);
    if (result.outcome() != Outcome.COMPLETED) {
      lines.add(result.explanation());
    }
    checkpoint.ifPresent(
        path -> lines.add("To go on, give the same command with --resume " + path));
    return lines;
  }

  private static String loss(Loss loss) {
    List<String> terms =
        loss.terms().stream()
            .map(term -> term.name() + " " + Readable.number(term.value()))
            .toList();
    return "%s (%s)".formatted(Readable.number(loss.total()), String.join(", ", terms));
  }

  /** For programs. */
  String json() {
    return JsonLine.of(this::writeTo);
  }

  private void writeTo(JsonGenerator json) throws IOException {
    json.writeStringField("outcome", result.outcome().name().toLowerCase(Locale.ROOT));
    json.writeStringField("explanation", result.explanation());
    JsonLine.device(json, device);
    JsonLine.network(json, network);
    json.writeStringField("preset", preset);
    JsonLine.size(json, size.height(), size.width());
    json.writeNumberField("seed", seed);
    json.writeNumberField("seconds", result.seconds());
    json.writeNumberField("iterations", result.iterations());
    json.writeNumberField("evaluations", result.evaluations());
    if (loss().isPresent()) {
      JsonLine.loss(json, loss().get());
    }
    JsonLine.paths(json, "outputs", outputs);
    if (checkpoint.isPresent()) {
      json.writeStringField("checkpoint", checkpoint.get().toString());
    }
    JsonLine.strings(json, "notes", notes);
  }

  /** The loss of the image that was written. */
  private Optional<Loss> loss() {
    List<Loss> losses = result.losses();
    if (losses.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(losses.get(losses.size() - 1));
  }
}
