package org.stylestream.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stylestream.protocol.Limits;
import org.stylestream.protocol.record.RecordFormatException;

class ChunkTest {
  private static final String SHA256 = "0123456789abcdef".repeat(4);

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 9, 8192, 8193, 100_000, Limits.LARGEST_CHUNK})
  void whatIsEncodedIsWhatThePageDescribes(int size) throws Exception {
    Chunk chunk = new Chunk(frameHeader(5, 2_000_000, 12), Buffer.buffer(bytes(size)));
    byte[] message = chunk.encode().getBytes();
    JsonNode header = assertLayout(message, chunk.payload().getBytes());
    assertThat(header)
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    "{\"jobId\":\"job\",\"attachment\":3,\"sequence\":5,\"preview\":0,"
                        + "\"total\":2000000,\"offset\":12}"));
    assertThat(Chunk.decode(Buffer.buffer(message))).isEqualTo(chunk);
  }

  /** Decodes by the layout alone; the header. */
  private static JsonNode assertLayout(byte[] message, byte[] payload) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    byte[] magic = new byte[4];
    buffer.get(magic);
    assertThat(magic).asString(StandardCharsets.US_ASCII).isEqualTo("SSF1");
    CRC32C checksum = new CRC32C();
    checksum.update(message, 8, message.length - 8);
    assertThat(Integer.toUnsignedLong(buffer.getInt())).isEqualTo(checksum.getValue());
    byte[] header = new byte[buffer.getInt()];
    byte[] rest = new byte[buffer.getInt()];
    buffer.get(header);
    while (buffer.position() % 8 != 0) {
      assertThat(buffer.get()).isZero();
    }
    buffer.get(rest);
    assertThat(buffer.hasRemaining()).isFalse();
    assertThat(rest).isEqualTo(payload);
    return new ObjectMapper().readTree(header);
  }

  @Test
  void whatAnotherEncoderWritesIsDecoded() throws RecordFormatException {
    String header =
        "{ \"offset\": 0, \"total\": 3, \"upload\": \"%s\", \"preview\": 0, \"sequence\": 0,"
                .formatted(SHA256)
            + " \"attachment\": 0, \"jobId\": \"job\" }";
    Chunk chunk = Chunk.decode(encoded(header, new byte[] {1, 2, 3}));
    assertThat(chunk.header())
        .isEqualTo(new ChunkHeader("job", 0, 0, 0, Optional.of(SHA256), 3, 0));
    assertThat(chunk.payload()).isEqualTo(Buffer.buffer(new byte[] {1, 2, 3}));
  }

  @Test
  void theChecksumIsThatOfTheStandard() {
    // RFC 3720, B.4: 32 bytes of zeros have the CRC-32C aa 36 91 8a.
    CRC32C checksum = new CRC32C();
    checksum.update(new byte[32], 0, 32);
    assertThat(checksum.getValue()).isEqualTo(0x8A9136AAL);
  }

  @Test
  void everyDamagedByteIsNoticed() {
    byte[] message = new Chunk(frameHeader(1, 40, 0), Buffer.buffer(bytes(40))).encode().getBytes();
    for (int i = 0; i < message.length; i++) {
      for (int bits = 1; bits < 256; bits++) {
        byte[] damaged = message.clone();
        damaged[i] ^= (byte) bits;
        assertThat(refusal(Buffer.buffer(damaged))).as("byte %d", i).isNotNull();
      }
    }
  }

  @Test
  void aMessageThatWasCutOrGoesOnIsRefused() {
    Buffer message = new Chunk(frameHeader(1, 40, 0), Buffer.buffer(bytes(40))).encode();
    for (int length = 0; length < message.length(); length++) {
      assertThat(refusal(message.slice(0, length))).as("%d bytes", length).isNotNull();
    }
    assertThat(refusal(message.copy().appendByte((byte) 0)))
        .hasMessage(
            "a chunk's message has %d bytes; by its own lengths it must have %d"
                .formatted(message.length() + 1, message.length()));
  }

  @ParameterizedTest
  @CsvSource({
    "1500000000, 16, a chunk's header has 1500000000 bytes; it must have 2 to 4096",
    "-1, 16, a chunk's header has -1 bytes; it must have 2 to 4096",
    "2, 1500000000, a chunk has 1500000000 bytes; it must have 1 to 1048576",
    "2, -1500000000, a chunk has -1500000000 bytes; it must have 1 to 1048576",
    "2, 0, a chunk has 0 bytes; it must have 1 to 1048576",
    "4096, 1048576, a chunk's message has 32 bytes; by its own lengths it must have 1052688"
  })
  void lengthsAreCheckedBeforeMemoryIsAllocated(int header, int payload, String sentence) {
    Buffer message = Buffer.buffer("SSF1").appendIntLE(0).appendIntLE(header).appendIntLE(payload);
    message.appendBytes(new byte[16]);
    assertThat(refusal(message)).hasMessage(sentence);
    assertThat(Allocation.of(() -> refusal(message))).isLessThan(1 << 18);
  }

  @Test
  void aFrameThatIsSaidToBeLargeAllocatesNothing() throws RecordFormatException {
    Buffer message =
        new Chunk(frameHeader(1, 1_500_000_000, 1_400_000_000), Buffer.buffer(bytes(16))).encode();
    Chunk.decode(message);
    assertThat(Allocation.of(() -> Chunk.decode(message))).isLessThan(1 << 18);
  }

  @Test
  void aHeaderThatIsWrongIsRefusedByItsField() {
    assertThat(refusal(encoded("{\"jobId\":\"j\"}", new byte[1])))
        .hasMessage("attachment is missing; it must be an integer from 0 to 9000000000000000");
    String beyond =
        "{\"jobId\":\"j\",\"attachment\":1,\"sequence\":1,\"preview\":0,\"total\":10,\"offset\":8}";
    assertThat(refusal(encoded(beyond, new byte[3])))
        .hasMessage("a chunk ends at byte 11 of a frame of 10 bytes");
  }

  @Test
  void aHeaderIsOfOneThing() {
    assertThatThrownBy(() -> new ChunkHeader("job", 1, 1, 1, Optional.empty(), 1, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ChunkHeader("job", 1, 0, 0, Optional.empty(), 1, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ChunkHeader("job", 0, 1, 0, Optional.empty(), 1, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ChunkHeader("job", 0, 1, 0, Optional.of(SHA256), 1, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(new ChunkHeader("job", 1, 0, 4, Optional.empty(), 1, 0).preview()).isEqualTo(4);
  }

  private static ChunkHeader frameHeader(long sequence, long total, long offset) {
    return new ChunkHeader("job", 3, sequence, 0, Optional.empty(), total, offset);
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  /** A message by the layout alone. */
  private static Buffer encoded(String header, byte[] payload) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    int padding = (8 - json.length % 8) % 8;
    ByteBuffer buffer = ByteBuffer.allocate(16 + json.length + padding + payload.length);
    buffer.order(ByteOrder.LITTLE_ENDIAN).put("SSF1".getBytes(StandardCharsets.US_ASCII));
    buffer.putInt(0).putInt(json.length).putInt(payload.length);
    buffer.put(json).put(new byte[padding]).put(payload);
    CRC32C checksum = new CRC32C();
    checksum.update(buffer.array(), 8, buffer.capacity() - 8);
    return Buffer.buffer(buffer.putInt(4, (int) checksum.getValue()).array());
  }

  private static RecordFormatException refusal(Buffer message) {
    return catchThrowableOfType(RecordFormatException.class, () -> Chunk.decode(message));
  }
}
