package org.stylestream.compute.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.SubmissionPublisher;
import org.junit.jupiter.api.Test;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.CancelledException;

class BodyChunksTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final SubmissionPublisher<List<ByteBuffer>> body = new SubmissionPublisher<>();

  @Test
  void givesTheChunksInOrderAndThenNoMore() throws IOException {
    try (BodyChunks chunks = new BodyChunks(body, LONG)) {
      List<ByteBuffer> first = List.of(ByteBuffer.allocate(1));
      List<ByteBuffer> second = List.of(ByteBuffer.allocate(2));
      body.submit(first);
      body.submit(second);
      body.close();
      assertThat(chunks.next(Cancellation.NEVER)).contains(first);
      assertThat(chunks.next(Cancellation.NEVER)).contains(second);
      assertThat(chunks.next(Cancellation.NEVER)).isEmpty();
    }
  }

  @Test
  void saysThatTheConnectionWasCut() {
    try (BodyChunks chunks = new BodyChunks(body, LONG)) {
      IOException cause = new IOException("reset");
      body.closeExceptionally(cause);
      assertThatThrownBy(() -> chunks.next(Cancellation.NEVER))
          .isInstanceOf(DownloadException.class)
          .hasMessage("the connection was cut")
          .hasCause(cause);
    }
  }

  @Test
  void losesPatienceWhenNothingComes() {
    try (BodyChunks chunks = new BodyChunks(body, Duration.ofMillis(1))) {
      assertThatThrownBy(() -> chunks.next(Cancellation.NEVER))
          .isInstanceOf(DownloadException.class)
          .hasMessageStartingWith("nothing came for");
    }
  }

  @Test
  void stopsWaitingWhenCancelled() {
    try (BodyChunks chunks = new BodyChunks(body, LONG)) {
      assertThatThrownBy(() -> chunks.next(() -> true)).isInstanceOf(CancelledException.class);
    }
  }
}
