package org.stylestream.imagej.options;

/** Options can't be. The message is one sentence for the user that names them. */
public final class OptionException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public OptionException(String message) {
    super(message);
  }

  /** Of an option's value. */
  static OptionException of(String key, String text, String reason) {
    return new OptionException("%s=%s can't be: %s".formatted(key, text, reason));
  }
}
