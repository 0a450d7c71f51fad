package org.stylestream.compute.network;

import java.io.IOException;

/**
 * A file of weights can't be used; the message is one sentence for the user that names the file,
 * says what is wrong with it and what would be right.
 */
public final class NetworkFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  public NetworkFormatException(String message) {
    super(message);
  }

  public NetworkFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
