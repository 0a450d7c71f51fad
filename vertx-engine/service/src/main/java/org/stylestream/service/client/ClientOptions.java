package org.stylestream.service.client;

import java.time.Duration;
import java.util.List;
import org.stylestream.protocol.Identifier;
import org.stylestream.protocol.Limits;

/**
 * How a client behaves.
 *
 * @param clientId unique among the clients of a cluster; the same after a restart, to attach again
 * @param window bytes of frames that may be under way a job, at least {@link #SMALLEST_WINDOW}
 * @param windowFrames frames that may be under way a job, at least 1
 * @param request time that an engine has to answer
 * @param discovery time that engines have to announce themselves; three times that where one is
 *     needed
 * @param patience time that a submission waits for an engine that isn't busy
 * @param renewal time between two renewals of the lease
 * @param silence time without an answer after which an engine is taken for lost; at least twice
 *     {@code renewal}
 */
public record ClientOptions(
    String clientId,
    long window,
    int windowFrames,
    Duration request,
    Duration discovery,
    Duration patience,
    Duration renewal,
    Duration silence) {
  /** The smallest window, in bytes: with half of it used up, another chunk still fits in. */
  public static final long SMALLEST_WINDOW = 4L * Limits.CHUNK;

  public ClientOptions {
    require(clientId.matches(Identifier.PATTERN), "a client's id must be " + Identifier.WORDS);
    require(
        window >= SMALLEST_WINDOW,
        "a client's window is %d bytes; it must be at least %d".formatted(window, SMALLEST_WINDOW));
    require(windowFrames >= 1, "a client's window must have room for a frame");
    for (Duration duration : List.of(request, discovery, patience, renewal, silence)) {
      require(duration.toMillis() >= 1, "a client's times must be at least a millisecond");
    }
    require(
        silence.compareTo(renewal.multipliedBy(2)) >= 0,
        "a client's silence must be at least twice its renewal, so that a lost answer isn't a lost"
            + " engine");
  }

  /** For most programs. */
  public static ClientOptions of(String clientId) {
    return new ClientOptions(
        clientId,
        8 << 20,
        4,
        Duration.ofSeconds(5),
        Duration.ofSeconds(2),
        Duration.ofMinutes(10),
        Duration.ofSeconds(5),
        Duration.ofSeconds(20));
  }

  private static void require(boolean right, String sentence) {
    if (!right) {
      throw new IllegalArgumentException(sentence);
    }
  }
}
