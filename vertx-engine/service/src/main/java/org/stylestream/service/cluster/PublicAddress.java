package org.stylestream.service.cluster;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How other members reach a process, where that isn't the address that it listens on: behind a
 * router that translates addresses, or in a container.
 *
 * @param host a name or an IPv4 address
 * @param memberPort leads to the process's member port, which is the first of its range then
 * @param busPort leads to the port of its event bus
 */
public record PublicAddress(String host, int memberPort, int busPort) {
  private static final Pattern FORM = Pattern.compile("([A-Za-z0-9._-]+):(\\d{1,5}):(\\d{1,5})");

  /** Refuses ports that there can't be. */
  public PublicAddress {
    if (!isPort(memberPort) || !isPort(busPort)) {
      throw new IllegalArgumentException(
          "the public ports are %d and %d; each must be from 1 to 65535"
              .formatted(memberPort, busPort));
    }
  }

  private static boolean isPort(int port) {
    return port >= 1 && port <= 65535;
  }

  /**
   * Reads {@code host:port:port}.
   *
   * @throws IllegalArgumentException with one sentence for the user
   */
  public static PublicAddress parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "'%s' is no public address; give host:member-port:bus-port, as 10.0.0.5:15701:15700"
              .formatted(text));
    }
    return new PublicAddress(
        form.group(1), Integer.parseInt(form.group(2)), Integer.parseInt(form.group(3)));
  }

  InetAddress address() {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          "there is no host '%s'; give a name or an IPv4 address that exists".formatted(host), e);
    }
  }
}
