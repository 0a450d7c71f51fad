package org.stylestream.service.picture;

/**
 * Samples of a kind that isn't read. The message continues a sentence that begins with the file's
 * name.
 */
final class PixelLayoutException extends Exception {
  PixelLayoutException(String message) {
    super(message);
  }
}
