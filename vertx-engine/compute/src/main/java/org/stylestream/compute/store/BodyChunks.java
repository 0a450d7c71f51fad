package org.stylestream.compute.store;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.CancelledException;

/**
 * The body of an HTTP response, chunk by chunk on the caller's thread. Unlike an input stream's,
 * its waiting ends when a cancel is requested, or when nothing has come for a while.
 */
final class BodyChunks implements Flow.Subscriber<List<ByteBuffer>>, AutoCloseable {
  private static final long POLL_MILLIS = 100;

  private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
  private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
  private final Duration patience;

  private sealed interface Signal {}

  private record Chunk(List<ByteBuffer> buffers) implements Signal {}

  private record End() implements Signal {}

  private record Failure(Throwable cause) implements Signal {}

  /**
   * @param patience how long nothing may come
   */
  BodyChunks(Flow.Publisher<List<ByteBuffer>> body, Duration patience) {
    this.patience = patience;
    body.subscribe(this);
  }

  /**
   * The next chunk; empty at the end of the body.
   *
   * @throws DownloadException if the connection breaks, or nothing comes
   * @throws CancelledException soon after a cancel was requested
   */
  Optional<List<ByteBuffer>> next(Cancellation cancellation) throws DownloadException {
    subscription.thenAccept(open -> open.request(1));
    Signal signal = await(cancellation);
    if (signal instanceof Chunk chunk) {
      return Optional.of(chunk.buffers());
    }
    if (signal instanceof Failure failure) {
      throw new DownloadException("the connection was cut", failure.cause());
    }
    return Optional.empty();
  }

  private Signal await(Cancellation cancellation) throws DownloadException {
    long start = System.nanoTime();
    while (System.nanoTime() - start < patience.toNanos()) {
      cancellation.check();
      try {
        Signal signal = signals.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        if (signal != null) {
          return signal;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancelledException();
      }
    }
    throw new DownloadException("nothing came for %d s".formatted(patience.toSeconds()));
  }

  /** Drops what has not been taken. */
  @Override
  public void close() {
    subscription.thenAccept(Flow.Subscription::cancel);
  }

  @Override
  public void onSubscribe(Flow.Subscription opened) {
    subscription.complete(opened);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    signals.add(new Chunk(buffers));
  }

  @Override
  public void onError(Throwable cause) {
    signals.add(new Failure(cause));
  }

  @Override
  public void onComplete() {
    signals.add(new End());
  }
}
