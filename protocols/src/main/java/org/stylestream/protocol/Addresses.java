package org.stylestream.protocol;

/** The event bus's addresses. */
public final class Addresses {
  /** Where engines publish what they are: {@code EngineAnnouncement}. */
  public static final String ANNOUNCEMENTS = "stylestream.announcements";

  /** Where anybody publishes {@code Discover}, to be answered by announcements. */
  public static final String DISCOVERY = "stylestream.discovery";

  /** One of all engines, whichever the bus picks; for clients that don't choose. */
  public static final String ANY_ENGINE = "stylestream.engine";

  private Addresses() {}

  /** The private address of one engine, where its jobs are asked for and steered. */
  public static String engine(String engineId) {
    return ANY_ENGINE + "." + engineId;
  }

  /** The private address of one client, to which its events and frames go. */
  public static String client(String clientId) {
    return "stylestream.client." + clientId;
  }
}
