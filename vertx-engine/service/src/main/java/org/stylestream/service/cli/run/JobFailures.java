package org.stylestream.service.cli.run;

import org.stylestream.protocol.message.Fault;
import org.stylestream.service.cli.terminal.BadInputException;
import org.stylestream.service.cli.terminal.RunFailedException;
import org.stylestream.service.client.JobFailedException;

/** What a job's failure is to the user: bad input, or something that went wrong. */
public final class JobFailures {
  private JobFailures() {}

  /** What is thrown for what came to nothing. */
  public static RuntimeException explained(Throwable failure) {
    if (failure instanceof JobFailedException failed) {
      return explained(failed.fault(), failed);
    }
    return new RunFailedException(String.valueOf(failure.getMessage()), failure);
  }

  /** What is thrown for a fault. */
  public static RuntimeException explained(Fault fault, Throwable cause) {
    return switch (fault.code()) {
      case INVALID, UNSUPPORTED, TOO_LARGE, UNKNOWN_JOB, CONFLICT, CHECKPOINT ->
          new BadInputException(fault.message(), cause);
      default -> new RunFailedException(fault.message(), cause);
    };
  }
}
