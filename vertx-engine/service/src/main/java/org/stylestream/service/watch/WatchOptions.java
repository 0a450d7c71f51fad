package org.stylestream.service.watch;

/**
 * Where a server for watching listens. Neither server asks who connects, so that another host than
 * the loopback opens the engine's jobs to everybody who can reach it.
 *
 * @param host name or address of an interface
 * @param port 0 for any free one
 */
public record WatchOptions(String host, int port) {
  /** Only this machine can connect. */
  public static final String LOOPBACK = "127.0.0.1";

  private static final int LARGEST_PORT = 65_535;

  public WatchOptions {
    if (host.isBlank()) {
      throw new IllegalArgumentException(
          "the host to listen on is empty; give a name or an address, as " + LOOPBACK);
    }
    if (port < 0 || port > LARGEST_PORT) {
      throw new IllegalArgumentException(
          "the port to listen on is %d; it must be 1 to %d, or 0 for any free one"
              .formatted(port, LARGEST_PORT));
    }
  }

  /** On this machine only. */
  public static WatchOptions loopback(int port) {
    return new WatchOptions(LOOPBACK, port);
  }
}
