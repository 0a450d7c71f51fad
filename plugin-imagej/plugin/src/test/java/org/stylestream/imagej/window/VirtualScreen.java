package org.stylestream.imagej.window;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A screen that nobody sees: Xvfb. */
final class VirtualScreen implements AutoCloseable {
  private final Process server;
  private final String display;

  private VirtualScreen(Process server, String display) {
    this.server = server;
    this.display = display;
  }

  /** Starts one, if Xvfb is installed. */
  static Optional<VirtualScreen> start() throws IOException {
    Process server;
    try {
      server =
          new ProcessBuilder(
                  "Xvfb", "-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      return Optional.empty();
    }
    // It writes the display's number when it is ready.
    String number =
        new BufferedReader(
                new InputStreamReader(server.getInputStream(), StandardCharsets.US_ASCII))
            .readLine();
    return Optional.ofNullable(number).map(text -> new VirtualScreen(server, ":" + text));
  }

  String display() {
    return display;
  }

  @Override
  public void close() {
    server.destroy();
  }
}
