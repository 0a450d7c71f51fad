package org.stylestream.compute.store;

import java.io.IOException;

/** A download failed; the message is a clause that says why, fit to follow a colon. */
final class DownloadException extends IOException {
  private static final long serialVersionUID = 1L;

  DownloadException(String message) {
    super(message);
  }

  DownloadException(String message, Throwable cause) {
    super(message, cause);
  }
}
