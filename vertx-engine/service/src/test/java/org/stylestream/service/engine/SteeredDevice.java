package org.stylestream.service.engine;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.stylestream.compute.device.Device;

/** A device that does as a test wants when a job begins on it. */
final class SteeredDevice {
  private SteeredDevice() {}

  /** Begins a job for each permit. */
  static Device waitingFor(Device device, Semaphore permits) {
    return onLoad(
        device,
        () -> {
          try {
            if (!permits.tryAcquire(1, TimeUnit.MINUTES)) {
              throw new AssertionError("nobody let the job begin");
            }
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
  }

  /** Does something before a job's network is loaded. */
  static Device onLoad(Device device, Runnable first) {
    return (Device)
        Proxy.newProxyInstance(
            Device.class.getClassLoader(),
            new Class<?>[] {Device.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("load")) {
                first.run();
              }
              try {
                return method.invoke(device, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
