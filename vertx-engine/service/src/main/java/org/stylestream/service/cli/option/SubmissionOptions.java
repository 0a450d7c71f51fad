package org.stylestream.service.cli.option;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.stylestream.protocol.Identifier;
import org.stylestream.protocol.job.ClientLoss;
import org.stylestream.protocol.job.Priority;
import org.stylestream.service.cli.terminal.BadInputException;
import picocli.CommandLine.Option;

/** How a job is given to the engines of a cluster. */
public final class SubmissionOptions {
  private static final String NORMAL = "normal";
  private static final String CANCEL = "cancel";

  @Option(names = "--detach", description = "Print the job's id and don't wait for it.")
  private boolean detach;

  @Option(
      names = "--id",
      paramLabel = "ID",
      description =
          "The job's id, unique. Submitted again, it is the same job. Default: a new one.")
  private Optional<String> id;

  @Option(
      names = "--priority",
      paramLabel = "high|normal|low",
      defaultValue = NORMAL,
      description = "Which jobs go first. Default: ${DEFAULT-VALUE}.")
  private String priority;

  @Option(
      names = "--on-loss",
      paramLabel = "cancel|continue",
      defaultValue = CANCEL,
      description =
          "What becomes of the job when this program is gone; with continue, Ctrl-C leaves it"
              + " running. Default: ${DEFAULT-VALUE}.")
  private String onLoss;

  /**
   * Refuses what can't be.
   *
   * @throws BadInputException if a value is none of those there are
   */
  public void check() {
    if (!id.orElse("x").matches(Identifier.PATTERN)) {
      throw new BadInputException(
          "'%s' is no id for a job; make it of %s".formatted(id.orElse(""), Identifier.WORDS));
    }
    priority();
    clientLoss();
  }

  /** Whether any of them says something. */
  public boolean given() {
    return detach || id.isPresent() || !priority.equals(NORMAL) || !onLoss.equals(CANCEL);
  }

  /** Whether the job is left alone. */
  public boolean detach() {
    return detach;
  }

  /** The id that was asked for. */
  public Optional<String> id() {
    return id;
  }

  /** The job's id. */
  public String jobId() {
    return id.orElseGet(() -> UUID.randomUUID().toString());
  }

  /** Which jobs go first. */
  public Priority priority() {
    return constant("--priority", priority, Priority.values());
  }

  /** What becomes of the job when its client is gone; one that is left alone goes on. */
  public ClientLoss clientLoss() {
    return detach ? ClientLoss.CONTINUE : constant("--on-loss", onLoss, ClientLoss.values());
  }

  private static <E extends Enum<E>> E constant(String option, String text, E[] constants) {
    for (E constant : constants) {
      if (constant.name().toLowerCase(Locale.ROOT).equals(text)) {
        return constant;
      }
    }
    throw new BadInputException(
        "%s is '%s'; it must be one of %s"
            .formatted(
                option,
                text,
                List.of(constants).stream()
                    .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                    .toList()));
  }
}
