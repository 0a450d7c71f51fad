package org.stylestream.compute.store;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A file on a server on this machine, that can misbehave. */
final class FileServer implements AutoCloseable {
  final byte[] content;

  /** The Range header of each request so far. */
  final List<Optional<String>> ranges = new CopyOnWriteArrayList<>();

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private volatile HttpHandler handler;

  FileServer(byte[] content) throws IOException {
    this.content = content;
    handler = exchange -> serveRanges(exchange, "\"v1\"");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          String range = exchange.getRequestHeaders().getFirst("Range");
          ranges.add(Optional.ofNullable(range));
          handler.handle(exchange);
        });
    server.start();
  }

  void answer(HttpHandler with) {
    handler = with;
  }

  RemoteFile file() {
    return new RemoteFile(uri("/file"), content.length, md5(content));
  }

  URI uri(String path) {
    return URI.create(
        "http://%s:%d%s"
            .formatted(
                server.getAddress().getAddress().getHostAddress(),
                server.getAddress().getPort(),
                path));
  }

  /** Sends the part that is asked for if the client's version is {@code tag}, else everything. */
  void serveRanges(HttpExchange exchange, String tag) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    exchange.getResponseHeaders().set("ETag", tag);
    if (range == null || !tag.equals(exchange.getRequestHeaders().getFirst("If-Range"))) {
      send(exchange, 200, content, 0, content.length);
      return;
    }
    int start = Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
    exchange
        .getResponseHeaders()
        .set(
            "Content-Range", "bytes %d-%d/%d".formatted(start, content.length - 1, content.length));
    send(exchange, 206, content, start, content.length);
  }

  /** Promises everything and cuts the connection after {@code bytes}. */
  void cutAfter(HttpExchange exchange, int bytes, String tag) throws IOException {
    exchange.getResponseHeaders().set("ETag", tag);
    exchange.sendResponseHeaders(200, content.length);
    exchange.getResponseBody().write(content, 0, bytes);
    exchange.getResponseBody().flush();
    exchange.close();
  }

  static void send(HttpExchange exchange, int status, byte[] body, int from, int to)
      throws IOException {
    exchange.sendResponseHeaders(status, to == from ? -1 : to - from);
    try (OutputStream output = exchange.getResponseBody()) {
      output.write(body, from, to - from);
    }
  }

  static void sendStatus(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
