package org.stylestream.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stylestream.protocol.Limits;
import org.stylestream.protocol.record.RecordFormatException;

class FrameAssemblerTest {
  @Test
  void chunksInOrderMakeTheFrame() throws RecordFormatException {
    byte[] frame = frame(100);
    FrameAssembler assembler = new FrameAssembler(100);
    for (int offset = 0; offset < 100; offset += 30) {
      assertThat(assembler.isComplete()).isFalse();
      assertThat(assembler.filled()).isEqualTo(offset);
      assertThat(assembler.add(chunk(frame, offset, Math.min(30, 100 - offset)))).isTrue();
    }
    assertThat(assembler.isComplete()).isTrue();
    assertThat(assembler.bytes()).isEqualTo(frame);
  }

  @Test
  void chunksThatComeAgainArePassedOver() throws RecordFormatException {
    byte[] frame = frame(100);
    FrameAssembler assembler = new FrameAssembler(100);
    assertThat(assembler.add(chunk(frame, 0, 60))).isTrue();
    assertThat(assembler.add(chunk(frame, 0, 60))).isFalse();
    assertThat(assembler.add(chunk(frame, 20, 40))).isFalse();
    assertThat(assembler.filled()).isEqualTo(60);
    assertThat(assembler.add(chunk(frame, 60, 40))).isTrue();
    assertThat(assembler.add(chunk(frame, 60, 40))).isFalse();
    assertThat(assembler.bytes()).isEqualTo(frame);
  }

  @Test
  void aGapIsRefusedAndCanBeFilled() throws RecordFormatException {
    byte[] frame = frame(100);
    FrameAssembler assembler = new FrameAssembler(100);
    assembler.add(chunk(frame, 0, 30));
    assertThatThrownBy(() -> assembler.add(chunk(frame, 60, 40)))
        .isInstanceOf(RecordFormatException.class)
        .hasMessage("a chunk begins at byte 60; the next must begin at 30");
    assertThatThrownBy(() -> assembler.add(chunk(frame, 20, 40)))
        .hasMessage("a chunk begins at byte 20; the next must begin at 30");
    assertThatThrownBy(assembler::bytes)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("30 of 100 bytes have come");
    assembler.add(chunk(frame, 30, 70));
    assertThat(assembler.bytes()).isEqualTo(frame);
  }

  @Test
  void aChunkOfAFrameOfAnotherSizeIsRefused() {
    FrameAssembler assembler = new FrameAssembler(99);
    assertThatThrownBy(() -> assembler.add(chunk(frame(100), 0, 30)))
        .isInstanceOf(RecordFormatException.class)
        .hasMessage("a chunk is of a frame of 100 bytes; this one has 99");
    assertThat(assembler.filled()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, 0, Limits.LARGEST_FRAME + 1, Long.MAX_VALUE})
  void aSizeIsCheckedBeforeMemoryIsAllocated(long total) {
    assertThatThrownBy(() -> new FrameAssembler(total))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a frame has %d bytes; it must have 1 to 1600000000".formatted(total));
    assertThat(Allocation.of(() -> new FrameAssembler(total))).isLessThan(1 << 18);
  }

  private static byte[] frame(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private static Chunk chunk(byte[] frame, int offset, int length) {
    return new Chunk(
        new ChunkHeader("job", 1, 1, 0, Optional.empty(), frame.length, offset),
        Buffer.buffer().appendBytes(frame, offset, length));
  }
}
