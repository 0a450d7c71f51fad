package org.stylestream.imagej.entry;

import java.net.URL;
import java.net.URLClassLoader;

/**
 * Loads the plugin with its own Vert.x, Netty and Jackson, whatever ImageJ's class path has. Only
 * the classes through which both talk come from ImageJ: its own, SciJava's and the entry's. There
 * is no way back to ImageJ's class path for the rest, nor for resources, because libraries look for
 * each other there (SLF4J for a backend, Netty for what makes it faster), and would find Fiji's.
 */
final class LibraryLoader extends URLClassLoader {
  private static final String[] SHARED = {"ij.", "org.scijava.", "org.stylestream.imagej.entry."};

  static {
    registerAsParallelCapable();
  }

  private final ClassLoader imageJ;

  /**
   * @param jars of the plugin
   * @param imageJ that loads the shared classes
   */
  LibraryLoader(URL[] jars, ClassLoader imageJ) {
    super(jars, platform());
    this.imageJ = imageJ;
  }

  /** The loader of Java's own classes: the topmost, the same for all. */
  private static ClassLoader platform() {
    ClassLoader loader = ClassLoader.getSystemClassLoader();
    while (loader.getParent() != null) {
      loader = loader.getParent();
    }
    return loader;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    for (String prefix : SHARED) {
      if (name.startsWith(prefix)) {
        return imageJ.loadClass(name);
      }
    }
    return super.findClass(name);
  }
}
