package org.stylestream.service.engine;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.stylestream.compute.device.Device;
import org.stylestream.protocol.message.DeviceFacts;

/** The thread of a device, which serves one thread at a time: runs one job after the other. */
final class DeviceThread {
  private static final Runnable LAST = () -> {};

  private final Device device;
  private final BlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
  private volatile Runnable ended = () -> {};
  private final Thread thread;

  DeviceThread(Device device) {
    this.device = device;
    thread = new Thread(this::serve, "stylestream-" + device.description().id());
    thread.setDaemon(true);
    thread.start();
  }

  private void serve() {
    try {
      boolean goesOn = true;
      while (goesOn) {
        Runnable next = work.take();
        goesOn = next != LAST;
        next.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ended.run();
    }
  }

  Device device() {
    return device;
  }

  DeviceFacts facts() {
    var description = device.description();
    return new DeviceFacts(description.id(), description.name(), description.memoryBytes());
  }

  /** Runs something after what was given before. */
  void run(Runnable task) {
    work.add(task);
  }

  boolean isAlive() {
    return thread.isAlive();
  }

  /**
   * Ends the thread after what was given to it.
   *
   * @param then what it does last
   */
  void end(Runnable then) {
    ended = then;
    work.add(LAST);
  }
}
