package org.stylestream.integration;

import java.io.IOException;

/** Commands of the system. */
final class Shell {
  private Shell() {}

  /** Whether a command is there and does what it is asked for. */
  static boolean succeeds(String... command) {
    try {
      return new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while a command runs", e);
    }
  }
}
