package org.stylestream.service.cli.terminal;

/** What the process tells its caller. */
public final class ExitCode {
  public static final int DONE = 0;

  /** A failure while running: no network to be had, a full disk, too little memory after all. */
  public static final int FAILED = 1;

  /** What was asked for can't be done; nothing was written. */
  public static final int BAD_INPUT = 2;

  /** Stopped by Ctrl-C: 128 + SIGINT. */
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
