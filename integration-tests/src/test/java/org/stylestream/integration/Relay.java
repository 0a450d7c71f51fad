package org.stylestream.integration;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Passes on what comes to a port to another port, both ways. While it is cut, it passes nothing on,
 * neither bytes nor new connections nor the end of old ones, and closes nothing: like a network
 * that has lost its way, it comes back with whatever was sent meanwhile.
 */
final class Relay implements AutoCloseable {
  private static final int BYTES_AT_ONCE = 1 << 16;

  private final ServerSocket server;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private boolean cut;

  private Relay(ServerSocket server, int target) {
    this.server = server;
    this.target = target;
  }

  /** Begins to pass on connections of this machine. */
  static Relay from(int port, int target) throws IOException {
    Relay relay = new Relay(new ServerSocket(port, 0, InetAddress.getLoopbackAddress()), target);
    relay.run(relay::accept);
    return relay;
  }

  /** Passes on nothing any more. */
  synchronized void cut() {
    cut = true;
  }

  /** Passes on everything again. */
  synchronized void heal() {
    cut = false;
    notifyAll();
  }

  private synchronized void awaitPassage() throws InterruptedException {
    while (cut) {
      wait();
    }
  }

  private interface Task {
    void run() throws IOException, InterruptedException;
  }

  private void run(Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (IOException e) {
                return; // a connection has ended, or the relay has
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "relay-" + target);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() throws IOException {
    while (!server.isClosed()) {
      Socket near = server.accept();
      sockets.add(near);
      run(() -> connect(near));
    }
  }

  private void connect(Socket near) throws IOException, InterruptedException {
    awaitPassage();
    try {
      Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
      sockets.add(far);
      run(() -> pass(near, far));
      run(() -> pass(far, near));
    } catch (IOException e) {
      near.close(); // nobody listens there
    }
  }

  private void pass(Socket from, Socket to) throws IOException, InterruptedException {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] bytes = new byte[BYTES_AT_ONCE];
      int count = in.read(bytes);
      while (count >= 0) {
        awaitPassage();
        out.write(bytes, 0, count);
        count = in.read(bytes);
      }
      awaitPassage();
      to.shutdownOutput();
    } catch (IOException e) {
      awaitPassage();
      from.close();
      to.close();
      throw e;
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : sockets) {
        socket.close();
      }
      heal();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
