package org.stylestream.service.cli.terminal;

import java.io.IOException;

/**
 * What the user asked for can't be done. The message is one sentence: what was wrong, where, what
 * would be right.
 */
public final class BadInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BadInputException(String message) {
    super(message);
  }

  public BadInputException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Runs a check that refuses input by other exceptions, whose messages are fit for the user. */
  public static <T> T refusing(Check<T> check) {
    try {
      return check.run();
    } catch (IOException | IllegalArgumentException e) {
      throw new BadInputException(e.getMessage(), e);
    }
  }

  /** Something that looks at input. */
  @FunctionalInterface
  public interface Check<T> {
    T run() throws IOException;
  }
}
