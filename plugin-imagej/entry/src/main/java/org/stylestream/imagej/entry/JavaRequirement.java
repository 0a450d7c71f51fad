package org.stylestream.imagej.entry;

/** What the plugin needs of the Java that ImageJ runs on. */
final class JavaRequirement {
  private static final int NEEDED = 17;

  private JavaRequirement() {}

  /**
   * Refuses a Java that is too old.
   *
   * @param version as in the system property {@code java.specification.version}: 1.8, 11
   */
  static void check(String version) throws PluginUnusableException {
    if (feature(version) < NEEDED) {
      throw new PluginUnusableException(
          "StyleStream needs Java "
              + NEEDED
              + " or newer, and this ImageJ runs on Java "
              + feature(version)
              + "; please install a current Fiji, which brings its own, or start ImageJ with a Java "
              + NEEDED);
    }
  }

  /** Up to Java 8 versions began with "1.". */
  private static int feature(String version) {
    String[] parts = version.split("\\.");
    return Integer.parseInt(parts[0].equals("1") && parts.length > 1 ? parts[1] : parts[0]);
  }
}
