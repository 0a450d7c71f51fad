package org.stylestream.service.cli.terminal;

/** Something failed that the user's input isn't to blame for. The message is one sentence. */
public final class RunFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RunFailedException(String message) {
    super(message);
  }

  public RunFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
