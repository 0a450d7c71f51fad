package org.stylestream.service.cluster;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a member of a cluster listens for the others.
 *
 * @param host a name or an IPv4 address
 * @param port 1–65535
 */
public record MemberAddress(String host, int port) {
  private static final Pattern SYNTAX = Pattern.compile("([A-Za-z0-9._-]+):([0-9]{1,5})");

  public MemberAddress {
    if (!SYNTAX.matcher(host + ":" + port).matches() || port < 1 || port > 65535) {
      throw new IllegalArgumentException(refusal(host + ":" + port));
    }
  }

  /** Reads {@code HOST:PORT}. */
  public static MemberAddress parse(String text) {
    Matcher matcher = SYNTAX.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(refusal(text));
    }
    return new MemberAddress(matcher.group(1), Integer.parseInt(matcher.group(2)));
  }

  private static String refusal(String text) {
    return ("'%s' is no address of a member; write HOST:PORT with a name or an IPv4 address and a"
            + " port from 1 to 65535, as 10.0.0.5:15701")
        .formatted(text);
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
