package org.stylestream.service.cli;

import java.io.IOException;

/**
 * What the user asked for can't be done. The message is one sentence: what was wrong, where, what
 * would be right.
 */
final class BadInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BadInputException(String message) {
    super(message);
  }

  BadInputException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Runs a check that refuses input by other exceptions, whose messages are fit for the user. */
  static <T> T refusing(Check<T> check) {
    try {
      return check.run();
    } catch (IOException | IllegalArgumentException e) {
      throw new BadInputException(e.getMessage(), e);
    }
  }

  /** Something that looks at input. */
  @FunctionalInterface
  interface Check<T> {
    T run() throws IOException;
  }
}
