package org.stylestream.protocol;

/** Bounds that every engine and client keeps, checked before memory is allocated. */
public final class Limits {
  /** The version of the protocol; peers of another version are refused. */
  public static final int VERSION = 1;

  /** The longest side of an image, in pixels. */
  public static final int LONGEST_SIDE = 32_768;

  /** The largest tensor or file that an engine sends, in bytes; and the largest image. */
  public static final long LARGEST_FRAME = 1_600_000_000L;

  /** The largest checkpoint that an engine is sent, in bytes. */
  public static final long LARGEST_UPLOAD = 1_000_000_000_000L;

  /** The largest payload of one chunk, in bytes. */
  public static final int LARGEST_CHUNK = 1 << 20;

  /** The payload of a chunk where nothing else is agreed, in bytes. */
  public static final int CHUNK = 1 << 18;

  /** The largest JSON header of a chunk, in bytes. */
  public static final int LARGEST_HEADER = 4096;

  /** Events that an engine sends beyond what the client has consumed. */
  public static final int EVENT_WINDOW = 256;

  /** Style images of one job. */
  public static final int MOST_STYLES = 16;

  /** Iterations of one job. */
  public static final int MOST_ITERATIONS = 1_000_000;

  /** Images and checkpoints that one job can need. */
  public static final int MOST_UPLOADS = 3 * MOST_STYLES + 3;

  /** Jobs of one list; so many fit into a message. */
  public static final int MOST_LISTED = 1024;

  /** Weighted terms of one loss. */
  public static final int MOST_TERMS = 64;

  private Limits() {}
}
