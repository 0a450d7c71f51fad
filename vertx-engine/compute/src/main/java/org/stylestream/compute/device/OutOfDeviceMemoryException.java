package org.stylestream.compute.device;

/**
 * A device has no memory left for what it was to make or to compute. Any method of a device, or of
 * what it made, may throw it, whatever was estimated; devices whose memory is Java's heap leave it
 * at {@link OutOfMemoryError}. What was made before still works and has to be closed. The message
 * is one sentence for the user.
 */
public final class OutOfDeviceMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public OutOfDeviceMemoryException(String message) {
    super(message);
  }

  public OutOfDeviceMemoryException(String message, Throwable cause) {
    super(message, cause);
  }
}
