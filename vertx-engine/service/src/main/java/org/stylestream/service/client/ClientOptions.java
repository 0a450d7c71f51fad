package org.stylestream.service.client;

import java.time.Duration;

/**
 * How a client behaves.
 *
 * @param clientId unique among the clients of a cluster; the same after a restart, to attach again
 * @param window bytes of frames that may be under way a job
 * @param windowFrames frames that may be under way a job
 * @param request time that an engine has to answer
 * @param discovery time that engines have to announce themselves
 * @param patience time that a submission waits for an engine that isn't busy
 * @param renewal time between two renewals of the lease
 * @param silence time without an answer after which an engine is taken for lost
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
}
