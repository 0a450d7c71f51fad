package org.stylestream.compute.cuda;

/** A GPU, its driver or one of its libraries failed; the message is one sentence for the user. */
public final class GpuFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public GpuFailedException(String message) {
    super(message);
  }

  /** The sentence: engines tell users what became of a device in this way. */
  @Override
  public String toString() {
    return getMessage();
  }
}
