package org.stylestream.service.cli;

/** What the process tells its caller. */
final class ExitCode {
  static final int DONE = 0;

  /** A failure while running: no network to be had, a full disk, too little memory after all. */
  static final int FAILED = 1;

  /** What was asked for can't be done; nothing was written. */
  static final int BAD_INPUT = 2;

  /** Stopped by Ctrl-C: 128 + SIGINT. */
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
