package org.stylestream.service.cluster;

/** A cluster that can't be joined. The message is one sentence for the user. */
public final class ClusterException extends Exception {
  private static final long serialVersionUID = 1L;

  public ClusterException(String message, Throwable cause) {
    super(message, cause);
  }
}
