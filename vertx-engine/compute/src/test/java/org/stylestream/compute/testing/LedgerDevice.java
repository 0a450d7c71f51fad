package org.stylestream.compute.testing;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.FeatureGradient;
import org.stylestream.compute.device.FeatureMap;
import org.stylestream.compute.device.FeatureNetwork;
import org.stylestream.compute.device.FeaturePass;
import org.stylestream.compute.device.OutOfDeviceMemoryException;
import org.stylestream.compute.device.Sums;
import org.stylestream.compute.device.Vector;

/**
 * Keeps account of everything that a device makes, and of how often it is closed. What it hands out
 * stands for the real thing, which gets real things as arguments.
 */
public final class LedgerDevice {
  private static final List<Class<?>> OWNED =
      List.of(Vector.class, Sums.class, FeatureNetwork.class, FeaturePass.class);

  /** One thing that the device made. */
  public static final class Entry {
    private final String kind;
    private int closes;

    private Entry(String kind) {
      this.kind = kind;
    }

    public int closes() {
      return closes;
    }

    @Override
    public String toString() {
      return kind + " closed " + closes + " times";
    }
  }

  private final List<Entry> entries = new ArrayList<>();
  private final Map<Object, Object> realByStandIn = new IdentityHashMap<>();
  private int left = -1;
  private final Device device;

  /**
   * @param real what does the work
   */
  public LedgerDevice(Device real) {
    device = standIn(Device.class, real, new Entry("Device"));
  }

  public Device device() {
    return device;
  }

  /** Has the memory run out after so many more things. */
  public void runOutAfter(int things) {
    left = things;
  }

  /** Everything that was made, in order. */
  public List<Entry> entries() {
    return List.copyOf(entries);
  }

  private <T> T standIn(Class<T> type, Object real, Entry entry) {
    Object standIn =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              if (method.getName().equals("close")) {
                entry.closes++;
              }
              if (method.isDefault()) {
                return InvocationHandler.invokeDefault(self, method, arguments);
              }
              if (OWNED.contains(method.getReturnType()) && left-- == 0) {
                throw new OutOfDeviceMemoryException("there is no memory left");
              }
              try {
                return made(method.invoke(real, real(arguments)));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
    realByStandIn.put(standIn, real);
    return type.cast(standIn);
  }

  private Object made(Object result) {
    for (Class<?> type : OWNED) {
      if (type.isInstance(result)) {
        Entry entry = new Entry(type.getSimpleName());
        entries.add(entry);
        return standIn(type, result, entry);
      }
    }
    return result;
  }

  private Object[] real(Object[] arguments) {
    Object[] real = arguments == null ? new Object[0] : arguments.clone();
    for (int i = 0; i < real.length; i++) {
      real[i] = real(real[i]);
    }
    return real;
  }

  private Object real(Object argument) {
    if (argument instanceof List<?> list) {
      return list.stream().map(this::real).toList();
    }
    if (argument instanceof FeaturePass.Observer observer) {
      return (FeaturePass.Observer)
          (layer, features) -> observer.observe(layer, lent(FeatureMap.class, features));
    }
    if (argument instanceof FeaturePass.PullBack pullBack) {
      return (FeaturePass.PullBack)
          (layer, features, gradient) ->
              pullBack.pullBack(
                  layer, lent(FeatureMap.class, features), lent(FeatureGradient.class, gradient));
    }
    return realByStandIn.getOrDefault(argument, argument);
  }

  private <T> T lent(Class<T> type, T real) {
    return standIn(type, real, new Entry(type.getSimpleName()));
  }
}
