package org.stylestream.service.cli.compare;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.stylestream.compute.device.DeviceDescription;
import org.stylestream.compute.objective.Loss;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.service.cli.run.JobResult;
import org.stylestream.service.cli.terminal.ExitCode;
import org.stylestream.service.cli.terminal.JsonLine;
import org.stylestream.service.cli.terminal.Readable;
import org.stylestream.service.job.LossReports;

/**
 * What a comparison came to, for people and for programs.
 *
 * @param contenders two; the first one's network measured both
 * @param size of the pictures
 * @param notes sentences for the user
 */
public record ComparisonReport(
    DeviceDescription device,
    String preset,
    SizeRule.Size size,
    long seed,
    List<Contender> contenders,
    Path output,
    List<String> notes) {
  /** Done unless a run diverged. */
  public int exitCode() {
    boolean diverged =
        contenders.stream().anyMatch(made -> made.result().outcome() == JobResult.Outcome.DIVERGED);
    return diverged ? ExitCode.FAILED : ExitCode.DONE;
  }

  /** The loss of the second picture over that of the first. */
  double lossRatio() {
    return contenders.get(1).measured().total() / contenders.get(0).measured().total();
  }

  /** The time that the first network took for an evaluation over that of the second. */
  double speedRatio() {
    return secondsEach(contenders.get(0)) / secondsEach(contenders.get(1));
  }

  private static double secondsEach(Contender made) {
    return made.result().seconds() / made.result().evaluations();
  }

  /** What stands under a contender's picture. */
  public static List<String> caption(Contender made) {
    JobResult result = made.result();
    return List.of(
        made.network().weights().name(),
        "%d iterations in %s".formatted(result.iterations(), Readable.time(result.seconds())),
        "loss " + loss(made.measured()));
  }

  /** For people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("%s: %d×%d, preset %s".formatted(output, size.width(), size.height(), preset));
    contenders.forEach(made -> lines.add(String.join(", ", caption(made))));
    contenders.stream()
        .filter(made -> made.result().outcome() != JobResult.Outcome.COMPLETED)
        .forEach(
            made ->
                lines.add(made.network().weights().name() + ": " + made.result().explanation()));
    lines.add(
        "measured with %s, %s has %s × its loss, in %s × fewer seconds an evaluation"
            .formatted(
                contenders.get(0).network().weights().name(),
                contenders.get(1).network().weights().name(),
                Readable.number(lossRatio()),
                Readable.rate(speedRatio())));
    return lines;
  }

  private static String loss(Loss loss) {
    String terms =
        loss.terms().stream()
            .map(term -> term.name() + " " + Readable.number(term.value()))
            .collect(Collectors.joining(", "));
    return "%s (%s)".formatted(Readable.number(loss.total()), terms);
  }

  /** For programs. */
  public String json() {
    return JsonLine.of(this::writeTo);
  }

  private void writeTo(JsonGenerator json) throws IOException {
    JsonLine.device(json, device.id(), device.name());
    json.writeStringField("preset", preset);
    JsonLine.size(json, size.height(), size.width());
    json.writeNumberField("seed", seed);
    json.writeArrayFieldStart("runs");
    for (Contender made : contenders) {
      json.writeStartObject();
      write(json, made);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("loss_ratio", lossRatio());
    json.writeNumberField("speed_ratio", speedRatio());
    JsonLine.paths(json, "outputs", List.of(output));
    JsonLine.strings(json, "notes", notes);
  }

  private static void write(JsonGenerator json, Contender made) throws IOException {
    JobResult result = made.result();
    JsonLine.network(json, made.network().weights().name(), made.network().origin());
    json.writeStringField("outcome", result.outcome().toString());
    json.writeStringField("explanation", result.explanation());
    json.writeNumberField("seconds", result.seconds());
    json.writeNumberField("iterations", result.iterations());
    json.writeNumberField("evaluations", result.evaluations());
    JsonLine.loss(json, made.measured().total(), LossReports.of(made.measured()).terms());
  }
}
