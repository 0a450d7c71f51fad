package org.stylestream.compute.store;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.CancelledException;

/** A file on an HTTP server, whole or from some byte on; RFC 9110, sections 13 and 14. */
final class HttpSource {
  private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(3);
  private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(30);
  private static final long POLL_MILLIS = 100;

  private final URI uri;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .connectTimeout(CONNECT_PATIENCE)
          .build();

  HttpSource(URI uri) {
    this.uri = uri;
  }

  /** What a server answers; closing it drops the rest of the body. */
  record Answer(HttpResponse<?> response, BodyChunks body) implements AutoCloseable {
    int status() {
      return response.statusCode();
    }

    /** Whether the body is the whole file. */
    boolean isWhole() {
      return status() == 200;
    }

    /** Whether the body is the file from byte {@code first} on. */
    boolean continuesAt(long first) {
      return status() == 206
          && response
              .headers()
              .firstValue("Content-Range")
              .filter(range -> range.startsWith("bytes " + first + "-"))
              .isPresent();
    }

    /** Number of bytes in the body, if the server says it. */
    OptionalLong length() {
      return response.headers().firstValueAsLong("Content-Length");
    }

    /** What tells this version of the file from others: a strong ETag or the date of change. */
    Optional<String> validator() {
      return response
          .headers()
          .firstValue("ETag")
          .filter(tag -> !tag.startsWith("W/"))
          .or(() -> response.headers().firstValue("Last-Modified"));
    }

    @Override
    public void close() {
      body.close();
    }
  }

  /** Asks for the whole file. */
  Answer get(Cancellation cancellation) throws DownloadException {
    return send(request().build(), cancellation);
  }

  /** Asks for the bytes from {@code first} on, or for the whole file if it has changed. */
  Answer getFrom(long first, String validator, Cancellation cancellation) throws DownloadException {
    return send(
        request().header("Range", "bytes=" + first + "-").header("If-Range", validator).build(),
        cancellation);
  }

  private HttpRequest.Builder request() {
    return HttpRequest.newBuilder(uri).timeout(ANSWER_PATIENCE);
  }

  private Answer send(HttpRequest request, Cancellation cancellation) throws DownloadException {
    CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> future =
        client.sendAsync(request, BodyHandlers.ofPublisher());
    try {
      HttpResponse<Flow.Publisher<List<ByteBuffer>>> response = await(future, cancellation);
      return new Answer(response, new BodyChunks(response.body(), ANSWER_PATIENCE));
    } catch (ExecutionException e) {
      throw new DownloadException(reason(e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException();
    } finally {
      future.cancel(true);
    }
  }

  private static <T> T await(CompletableFuture<T> future, Cancellation cancellation)
      throws ExecutionException, InterruptedException {
    while (true) {
      cancellation.check();
      try {
        return future.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        // Not yet: ask again whether to go on.
        continue;
      }
    }
  }

  private String reason(Throwable cause) {
    String host = uri.getHost();
    if (cause instanceof HttpConnectTimeoutException) {
      return "no connection to %s within %d s".formatted(host, CONNECT_PATIENCE.toSeconds());
    }
    if (cause instanceof HttpTimeoutException) {
      return "no answer from %s within %d s".formatted(host, ANSWER_PATIENCE.toSeconds());
    }
    if (cause instanceof ConnectException) {
      return "no connection to " + host;
    }
    return "the connection to %s failed: %s".formatted(host, cause.getMessage());
  }
}
