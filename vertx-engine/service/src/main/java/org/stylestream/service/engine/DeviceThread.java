package org.stylestream.service.engine;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.stylestream.compute.device.Device;
import org.stylestream.protocol.message.DeviceFacts;

/** The thread of a device, which serves one thread at a time: runs one job after the other. */
final class DeviceThread {
  private final Device device;
  private final BlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
  private final Promise<Void> ended = Promise.promise();
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
        goesOn = next != END;
        next.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ended.complete();
    }
  }

  private static final Runnable END = () -> {};

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

  /** Ends the thread after what was given to it. */
  Future<Void> end() {
    work.add(END);
    return ended.future();
  }
}
