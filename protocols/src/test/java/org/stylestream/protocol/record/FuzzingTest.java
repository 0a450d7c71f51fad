package org.stylestream.protocol.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.stylestream.protocol.frame.Allocation;
import org.stylestream.protocol.frame.Chunk;
import org.stylestream.protocol.frame.ChunkHeader;

/** Messages that were damaged at random: they are refused with a sentence, or mean something. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FuzzingTest {
  private static final int MESSAGES = 10_000;
  private static final int MOST_ALLOCATED = 1 << 20;

  /** What does harm to parsers; the brackets open deeper than any message may. */
  private static final List<String> TOKENS =
      List.of(
          "null",
          "NaN",
          "-Infinity",
          "1e999",
          "-1e-999",
          "9".repeat(90),
          "9".repeat(200),
          "1.0",
          "-0",
          "true",
          "{",
          "}",
          "[",
          "]",
          "\"",
          ",",
          ":",
          "\\",
          "\\ud800",
          "\\u0000",
          "\u0000",
          "{\"a\":".repeat(40),
          "[".repeat(40),
          "\"type\":\"preview\",",
          "\"jobId\":\"x\",",
          "[" + "0,".repeat(5000) + "0]",
          "\"" + "a".repeat(9000) + "\"",
          "\uFEFF",
          "/* */");

  private final Random random = new Random(20_251_122);
  private final RandomRecords records = new RandomRecords(10);
  private int read;

  @Test
  void damagedMessagesAreRefusedOrRead() {
    for (int i = 0; i < MESSAGES; i++) {
      Class<?> type = WireTypes.MESSAGES.get(i % WireTypes.MESSAGES.size());
      tryMessage(damaged(json(type)), type);
    }
    assertThat(read).as("damaged messages that still mean something").isBetween(1, MESSAGES / 2);
  }

  @Test
  void damagedChunksAreRefusedOrRead() {
    for (int i = 0; i < MESSAGES; i++) {
      tryChunk(damagedChunk(i % 2 == 0));
    }
    assertThat(read).as("damaged chunks that still mean something").isBetween(1, MESSAGES / 2);
  }

  private <T> byte[] json(Class<T> type) {
    return RecordWriter.write(records.next(type), type).getBytes();
  }

  private <T> void tryMessage(byte[] message, Class<T> type) {
    Buffer json = Buffer.buffer(message);
    long allocated =
        Allocation.of(
            () -> {
              try {
                T record = RecordReader.read(json, type);
                read++;
                assertThat(RecordReader.read(RecordWriter.write(record, type), type))
                    .isEqualTo(record);
              } catch (RecordFormatException e) {
                assertSentence(e);
              } catch (Throwable e) {
                fail("%s of %s".formatted(e, json), e);
              }
            });
    assertThat(allocated).as("bytes allocated for %s", json).isLessThan(MOST_ALLOCATED);
  }

  private void tryChunk(byte[] message) {
    Buffer buffer = Buffer.buffer(message);
    try {
      Chunk chunk = Chunk.decode(buffer);
      read++;
      assertThat(Chunk.decode(chunk.encode())).isEqualTo(chunk);
    } catch (RecordFormatException e) {
      assertSentence(e);
    }
  }

  /** A refusal can itself be sent: it is Unicode, and short. */
  private static void assertSentence(RecordFormatException refusal) {
    assertThat(refusal.getMessage()).isNotBlank().hasSizeLessThan(Text.LONGEST);
    assertThat(UnicodeText.isWellFormed(refusal.getMessage() + refusal.field())).isTrue();
  }

  private byte[] damagedChunk(boolean checksumRight) {
    byte[] payload = new byte[1 + random.nextInt(64)];
    ChunkHeader header = records.next(ChunkHeader.class);
    byte[] json = RecordWriter.write(header, ChunkHeader.class).getBytes();
    byte[] damaged = random.nextBoolean() ? damaged(json) : json;
    Buffer message = Buffer.buffer("SSF1").appendIntLE(0);
    message.appendIntLE(odd(damaged.length)).appendIntLE(odd(payload.length));
    message.appendBytes(damaged).appendBytes(new byte[-damaged.length & 7]).appendBytes(payload);
    byte[] bytes = message.getBytes();
    if (!checksumRight) {
      return damaged(bytes);
    }
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 8, bytes.length - 8);
    return Buffer.buffer(bytes).setIntLE(4, (int) checksum.getValue()).getBytes();
  }

  private int odd(int length) {
    return random.nextInt(4) == 0 ? random.nextInt() : length;
  }

  private byte[] damaged(byte[] message) {
    byte[] damaged = message;
    for (int i = 0; i <= random.nextInt(3); i++) {
      damaged = damagedOnce(damaged);
    }
    return damaged;
  }

  private byte[] damagedOnce(byte[] message) {
    int at = random.nextInt(message.length + 1);
    int to = Math.min(message.length, at + random.nextInt(20));
    byte[] noise = new byte[random.nextInt(8)];
    random.nextBytes(noise);
    return switch (random.nextInt(6)) {
      case 0 -> spliced(message, at, noise, at);
      case 1 -> spliced(message, at, noise, to);
      case 2 -> spliced(message, at, token(), at);
      case 3 -> spliced(message, at, token(), to);
      case 4 -> spliced(message, at, Arrays.copyOfRange(message, at, message.length), at);
      default -> digitChanged(message);
    };
  }

  private byte[] token() {
    return TOKENS.get(random.nextInt(TOKENS.size())).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] spliced(byte[] message, int from, byte[] inserted, int to) {
    return Buffer.buffer()
        .appendBytes(message, 0, from)
        .appendBytes(inserted)
        .appendBytes(message, to, message.length - to)
        .getBytes();
  }

  private byte[] digitChanged(byte[] message) {
    byte[] changed = message.clone();
    for (int i = 0; i < changed.length; i++) {
      if (Character.isDigit(changed[i]) && random.nextInt(8) == 0) {
        changed[i] = (byte) ('0' + random.nextInt(10));
      }
    }
    return changed;
  }
}
