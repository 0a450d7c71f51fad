package org.stylestream.service.picture;

import java.io.IOException;

/** A picture that can't be read or written. The message is one sentence for the user. */
public final class PictureException extends IOException {
  public PictureException(String message) {
    super(message);
  }

  public PictureException(String message, Throwable cause) {
    super(message, cause);
  }
}
