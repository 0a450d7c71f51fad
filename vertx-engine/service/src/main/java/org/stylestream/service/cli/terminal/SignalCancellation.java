package org.stylestream.service.cli.terminal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.stylestream.compute.device.Cancellation;

/**
 * Requests a cancel when the process is told to end (Ctrl-C, kill, a closed terminal); told again,
 * it ends at once.
 *
 * <p>A shutdown hook can't do this: the JVM takes no notice of a second signal while hooks run.
 * Signals are reached through reflection since javac warns of {@code sun.misc.Signal}, supported as
 * it is by every OpenJDK, in a way that nothing turns off.
 */
public final class SignalCancellation implements Cancellation {
  private static final Map<String, Integer> NUMBERS = Map.of("HUP", 1, "INT", 2, "TERM", 15);
  private static final int SIGNAL_EXIT = 128;

  private final AtomicInteger received = new AtomicInteger();

  /** Listens to the signals that this platform has. */
  public static SignalCancellation install() {
    SignalCancellation cancellation = new SignalCancellation();
    NUMBERS.forEach(cancellation::listen);
    return cancellation;
  }

  @Override
  public boolean requested() {
    return received.get() != 0;
  }

  /** The exit code for a run that was cancelled: 128 + the signal. */
  public int exitCode() {
    return SIGNAL_EXIT + received.get();
  }

  private void listen(String name, int number) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  receive(number);
                }
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    } catch (InvocationTargetException e) {
      // The platform lacks this signal, or the JVM was told to leave it alone: it keeps its usual
      // effect.
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JVM has no sun.misc.Signal", e);
    }
  }

  private void receive(int number) {
    if (!received.compareAndSet(0, number)) {
      Runtime.getRuntime().halt(SIGNAL_EXIT + number);
    }
  }
}
