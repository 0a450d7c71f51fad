package org.stylestream.compute.store;

import java.io.IOException;

/**
 * A network can't be had; the message is one sentence for the user that says why and how to get it.
 */
public final class NetworkUnavailableException extends IOException {
  private static final long serialVersionUID = 1L;

  public NetworkUnavailableException(String message) {
    super(message);
  }

  public NetworkUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
