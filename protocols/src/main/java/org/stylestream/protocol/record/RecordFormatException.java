package org.stylestream.protocol.record;

/** A message that isn't as it must be. */
public final class RecordFormatException extends Exception {
  private final String field;

  /**
   * A fault of one field.
   *
   * @param field its path, as {@code request.styles[1].weight}; empty for the message as a whole
   * @param sentence what is wrong and what would be right
   */
  public RecordFormatException(String field, String sentence) {
    super(sentence);
    this.field = field;
  }

  /** The path of the field, as {@code request.styles[1].weight}; empty for the whole message. */
  public String field() {
    return field;
  }
}
