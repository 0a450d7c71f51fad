package org.stylestream.service.engine;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.stylestream.compute.device.DeviceChain;
import org.stylestream.protocol.message.DeviceFacts;
import org.stylestream.protocol.message.EngineRequest.Submit;

/**
 * The thread of a device, which serves one thread at a time, and of those that follow it: runs one
 * job after the other.
 */
final class DeviceThread {
  private static final Runnable LAST = () -> {};

  private final DeviceChain devices;
  private final BlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
  private volatile Runnable ended = () -> {};
  private final Thread thread;

  DeviceThread(DeviceChain devices) {
    this.devices = devices;
    thread = new Thread(this::serve, "stylestream-" + devices.first().description().id());
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

  /** Where a job may run, which may have asked for one device alone. */
  DeviceChain devices(Submit job) {
    return job.device().isPresent() ? DeviceChain.of(devices.first()) : devices;
  }

  DeviceFacts facts() {
    var description = devices.first().description();
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
