package org.stylestream.compute.tensor;

import java.io.IOException;

/**
 * A safetensors file can't be used; the message is one sentence for the user that names the file.
 */
public final class SafetensorsException extends IOException {
  private static final long serialVersionUID = 1L;

  public SafetensorsException(String message) {
    super(message);
  }

  public SafetensorsException(String message, Throwable cause) {
    super(message, cause);
  }
}
