package org.stylestream.compute.run;

import java.io.IOException;

/** A file is no usable checkpoint; the message is one sentence for the user that names the file. */
public final class CheckpointFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  public CheckpointFormatException(String message) {
    super(message);
  }

  public CheckpointFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
