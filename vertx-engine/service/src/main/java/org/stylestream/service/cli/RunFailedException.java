package org.stylestream.service.cli;

/** Something failed that the user's input isn't to blame for. The message is one sentence. */
final class RunFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RunFailedException(String message) {
    super(message);
  }

  RunFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
