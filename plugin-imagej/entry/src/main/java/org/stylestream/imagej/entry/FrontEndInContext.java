package org.stylestream.imagej.entry;

import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Supplier;

/**
 * A front end whose calls have its own class loader as the thread's: libraries look there for their
 * parts, threads that are started inherit it, and ImageJ never sets it.
 */
final class FrontEndInContext implements FrontEnd {
  private final FrontEnd frontEnd;
  private final ClassLoader libraries;

  private FrontEndInContext(FrontEnd frontEnd, ClassLoader libraries) {
    this.frontEnd = frontEnd;
    this.libraries = libraries;
  }

  /** The front end that libraries have. */
  static FrontEnd load(ClassLoader libraries) {
    return within(
        libraries,
        () ->
            new FrontEndInContext(
                ServiceLoader.load(FrontEnd.class, libraries).iterator().next(), libraries));
  }

  @Override
  public void run(String commandId, String macroOptions) {
    within(
        libraries,
        () -> {
          frontEnd.run(commandId, macroOptions);
          return null;
        });
  }

  @Override
  public Map<String, Object> call(String commandId, Map<String, Object> inputs) {
    return within(libraries, () -> frontEnd.call(commandId, inputs));
  }

  private static <T> T within(ClassLoader loader, Supplier<T> action) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return action.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
