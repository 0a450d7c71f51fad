package org.stylestream.protocol;

/** How things on the wire are named. */
public final class Identifier {
  /** Of jobs, clients, engines and attachments. */
  public static final String PATTERN = "[A-Za-z0-9_-]{1,64}";

  /** {@link #PATTERN} in words. */
  public static final String WORDS = "1 to 64 letters, digits, dashes and underscores";

  /** A SHA-256 in hexadecimal. */
  public static final String SHA256 = "[0-9a-f]{64}";

  /** {@link #SHA256} in words. */
  public static final String SHA256_WORDS = "a SHA-256 of 64 lower-case hexadecimal digits";

  /** The name of a layer of a VGG network. */
  public static final String LAYER = "block[1-5]_conv[1-8]";

  /** {@link #LAYER} in words. */
  public static final String LAYER_WORDS = "the name of a layer, as block4_conv2";

  private Identifier() {}
}
