package org.stylestream.imagej.entry;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.security.CodeSource;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * The plugin as it lies in an ImageJ folder: the entry's jar in {@code plugins/} or below, all
 * other jars in {@code stylestream/lib/}. One of them is the plugin's own, whose manifest names
 * those that belong to it, so that what an older version has left there does no harm.
 */
final class Installation {
  private static final String LIBRARY_FOLDER = "stylestream/lib";
  private static final String PLUGIN_JAR = "stylestream-imagej.jar";

  private final File entryJar;
  private final String version;

  /**
   * @param entryJar the jar that ImageJ has loaded
   * @param version of the entry
   */
  Installation(File entryJar, String version) {
    this.entryJar = entryJar;
    this.version = version;
  }

  /** That of a class of the entry. */
  static Installation of(Class<?> entry) throws PluginUnusableException {
    CodeSource source = entry.getProtectionDomain().getCodeSource();
    try {
      return new Installation(
          new File(source.getLocation().toURI()),
          String.valueOf(entry.getPackage().getImplementationVersion()));
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new PluginUnusableException(
          "StyleStream can't find its libraries from "
              + source.getLocation()
              + "; please unpack its zip into the ImageJ folder",
          e);
    }
  }

  /**
   * A loader of the libraries.
   *
   * @throws PluginUnusableException if they aren't there, not whole, or of another version
   */
  ClassLoader libraries() throws PluginUnusableException {
    File jar = new File(folder(), PLUGIN_JAR);
    try (JarFile file = new JarFile(jar)) {
      Manifest manifest = file.getManifest();
      checkVersion(manifest.getMainAttributes(), jar);
      checkWhole(manifest.getMainAttributes(), jar);
      return new LibraryLoader(new URL[] {url(jar)}, Installation.class.getClassLoader());
    } catch (IOException e) {
      throw new PluginUnusableException(
          "StyleStream's " + jar + " can't be read" + unpackAgain(), e);
    }
  }

  /** Looked for from the jar upwards, because ImageJ's folder has no name of its own. */
  private File folder() throws PluginUnusableException {
    for (File above = entryJar.getParentFile(); above != null; above = above.getParentFile()) {
      File folder = new File(above, LIBRARY_FOLDER);
      if (new File(folder, PLUGIN_JAR).isFile()) {
        return folder;
      }
    }
    throw new PluginUnusableException(
        "StyleStream's libraries are missing: there is no folder "
            + LIBRARY_FOLDER
            + " beside the plugins folder of "
            + entryJar
            + unpackAgain());
  }

  private void checkVersion(Attributes attributes, File jar) throws PluginUnusableException {
    String found = attributes.getValue(Attributes.Name.IMPLEMENTATION_VERSION);
    if (!version.equals(String.valueOf(found))) {
      throw new PluginUnusableException(
          entryJar
              + " is of StyleStream "
              + version
              + ", but its libraries in "
              + jar.getParent()
              + " are of "
              + found
              + unpackAgain());
    }
  }

  private void checkWhole(Attributes attributes, File jar) throws PluginUnusableException {
    String names = attributes.getValue(Attributes.Name.CLASS_PATH);
    for (String name : String.valueOf(names).split(" ")) {
      File library = new File(jar.getParentFile(), URI.create(name).getPath());
      if (!library.isFile()) {
        throw new PluginUnusableException(
            "StyleStream's library " + library + " is missing" + unpackAgain());
      }
    }
  }

  private static URL url(File file) throws MalformedURLException {
    return file.toURI().toURL();
  }

  private static String unpackAgain() {
    return "; please unpack StyleStream's zip into the ImageJ folder again, and restart ImageJ";
  }
}
