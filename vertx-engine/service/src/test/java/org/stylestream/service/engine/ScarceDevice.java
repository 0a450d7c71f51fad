package org.stylestream.service.engine;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.DeviceDescription;
import org.stylestream.compute.device.FeatureNetwork;
import org.stylestream.compute.device.FeaturePass;
import org.stylestream.compute.device.OutOfDeviceMemoryException;
import org.stylestream.compute.device.Tiling;

/** A device that runs out of memory when a test wants it to. */
final class ScarceDevice {
  /** Called when a network is prepared, or has run backward; throws where memory is out. */
  @FunctionalInterface
  interface Memory {
    /**
     * @param step {@code prepare} or {@code backward}
     */
    void use(String step, Tiling tiling);
  }

  private final String id;
  private final Memory memory;

  private ScarceDevice(String id, Memory memory) {
    this.id = id;
    this.memory = memory;
  }

  /**
   * A device with another's abilities.
   *
   * @param id what it is called
   */
  static Device of(Device device, String id, Memory memory) {
    return new ScarceDevice(id, memory).device(device);
  }

  /** Memory for whole maps in so many evaluations. */
  static Memory forWhole(int evaluations) {
    AtomicInteger left = new AtomicInteger(evaluations);
    return (step, tiling) -> {
      if (step.equals("backward") && tiling.equals(Tiling.WHOLE) && left.decrementAndGet() < 0) {
        throw new OutOfDeviceMemoryException("the device is full");
      }
    };
  }

  /** Memory for so many evaluations, however maps are gone through. */
  static Memory forAny(int evaluations) {
    AtomicInteger left = new AtomicInteger(evaluations);
    return (step, tiling) -> {
      if (step.equals("backward") && left.decrementAndGet() < 0) {
        throw new OutOfDeviceMemoryException("the device is full");
      }
    };
  }

  private Device device(Device real) {
    return standIn(
        Device.class,
        real,
        (method, arguments, result) -> {
          if (result instanceof DeviceDescription described) {
            return new DeviceDescription(id, id, described.memoryBytes());
          }
          return result instanceof FeatureNetwork network ? network(network) : result;
        });
  }

  private FeatureNetwork network(FeatureNetwork real) {
    return standIn(
        FeatureNetwork.class,
        real,
        (method, arguments, result) -> {
          if (!(result instanceof FeaturePass pass)) {
            return result;
          }
          Tiling tiling =
              (Tiling)
                  Arrays.stream(arguments)
                      .filter(argument -> argument instanceof Tiling)
                      .findFirst()
                      .orElse(Tiling.WHOLE);
          try {
            memory.use("prepare", tiling);
          } catch (RuntimeException | Error e) {
            pass.close();
            throw e;
          }
          return pass(pass, tiling);
        });
  }

  private FeaturePass pass(FeaturePass real, Tiling tiling) {
    return standIn(
        FeaturePass.class,
        real,
        (method, arguments, result) -> {
          if (method.equals("backward")) {
            memory.use("backward", tiling);
          }
          return result;
        });
  }

  /** What stands in for a result. */
  @FunctionalInterface
  private interface Change {
    Object of(String method, Object[] arguments, Object result);
  }

  private static <T> T standIn(Class<T> type, Object real, Change change) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              try {
                return change.of(method.getName(), arguments, method.invoke(real, arguments));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
