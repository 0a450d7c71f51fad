package org.stylestream.imagej.entry;

/** The plugin can't run in this ImageJ. The message is one sentence for the user. */
final class PluginUnusableException extends Exception {
  private static final long serialVersionUID = 1L;

  PluginUnusableException(String message) {
    super(message);
  }

  PluginUnusableException(String message, Throwable cause) {
    super(message, cause);
  }
}
