package org.stylestream.imagej.entry;

import java.util.Iterator;
import java.util.ServiceLoader;

/**
 * The front end of this process. ImageJ makes a new object for each call of a plugin and keeps
 * nothing of it, but engines and class loaders have to last: so this is the one place with state of
 * the whole process.
 */
final class ProcessFrontEnd {
  private static FrontEnd loaded;

  private ProcessFrontEnd() {}

  /**
   * Loads the front end, or gives it again.
   *
   * @throws PluginUnusableException if this Java is too old or the installation isn't whole
   */
  static synchronized FrontEnd get() throws PluginUnusableException {
    if (loaded == null) {
      JavaRequirement.check(System.getProperty("java.specification.version"));
      loaded = load();
    }
    return loaded;
  }

  private static FrontEnd load() throws PluginUnusableException {
    ClassLoader own = ProcessFrontEnd.class.getClassLoader();
    // A program that has everything on its class path needs no installation.
    Iterator<FrontEnd> beside = ServiceLoader.load(FrontEnd.class, own).iterator();
    if (beside.hasNext()) {
      return beside.next();
    }
    ClassLoader libraries = Installation.of(ProcessFrontEnd.class).libraries();
    return FrontEndInContext.load(libraries);
  }
}
