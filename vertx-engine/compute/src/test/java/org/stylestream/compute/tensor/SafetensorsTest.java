package org.stylestream.compute.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
  @TempDir Path folder;

  @Test
  void readsWhatItWrote() throws IOException {
    Path file = folder.resolve("a.safetensors");
    float[] floats = new float[100_003];
    double[] doubles = new double[20_001];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = i / 3f;
    }
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = i / 3.0;
    }
    SafetensorsWriter.write(
        file,
        Map.of("key \"quoted\"", "value ü"),
        List.of(
            Tensor.of("bytes", new byte[] {0, 127, -1}, 3),
            Tensor.of("floats", floats, 1, 100_003),
            Tensor.of("doubles", doubles, 20_001),
            Tensor.of("scalar", new double[] {Math.PI}),
            Tensor.of("empty", new float[0], 0, 7)));

    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      assertThat(reader.metadata()).containsExactly(Map.entry("key \"quoted\"", "value ü"));
      assertThat(reader.tensors().keySet())
          .containsExactly("bytes", "floats", "doubles", "scalar", "empty");
      assertThat(reader.tensor("floats").shape()).containsExactly(1, 100_003);
      assertThat(reader.tensor("scalar").shape()).isEmpty();
      assertThat(reader.bytes("bytes")).containsExactly(0, 127, -1);
      assertThat(reader.floats("bytes")).containsExactly(0, 127, 255);
      assertThat(reader.floats("floats")).isEqualTo(floats);
      assertThat(reader.doubles("doubles")).isEqualTo(doubles);
      assertThat(reader.doubles("scalar")).containsExactly(Math.PI);
      assertThat(reader.floats("scalar")).containsExactly((float) Math.PI);
      assertThat(reader.floats("empty")).isEmpty();
    }
  }

  @Test
  void writesTheFormatAsPublished() throws IOException {
    Path file = folder.resolve("a.safetensors");
    SafetensorsWriter.write(file, Map.of("k", "v"), List.of(Tensor.of("x", new float[] {1, 2}, 2)));
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    byte[] json = new byte[(int) bytes.getLong()];
    bytes.get(json);
    assertThat(json.length % 8).isZero();
    assertThat(new String(json, StandardCharsets.UTF_8).strip())
        .isEqualTo(
            "{\"__metadata__\":{\"k\":\"v\"},"
                + "\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}");
    assertThat(bytes.getFloat()).isEqualTo(1);
    assertThat(bytes.getFloat()).isEqualTo(2);
    assertThat(bytes.hasRemaining()).isFalse();
  }

  @Test
  void readsTheExampleOfTheFormat() throws IOException {
    byte[] file =
        file("{\"t\": {\"dtype\":\"F16\", \"shape\":[1,2], \"data_offsets\":[0,4]}}  ", 4);
    file[file.length - 3] = 0x3c;
    file[file.length - 1] = (byte) 0xc0;
    try (SafetensorsReader reader = SafetensorsReader.of("t", file)) {
      assertThat(reader.floats("t")).containsExactly(1, -2);
      assertThat(reader.tensor("t").type()).isEqualTo(ElementType.F16);
      assertThat(reader.metadata()).isEmpty();
    }
  }

  @Test
  void asksForValuesWhenTheirTurnComes() throws IOException {
    Path file = folder.resolve("a.safetensors");
    float[] shared = new float[1];
    SafetensorsWriter.write(
        file,
        Map.of(),
        List.of(
            Tensor.ofFloats("a", () -> filled(shared, 1), 1),
            Tensor.ofFloats("b", () -> filled(shared, 2), 1)));
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      assertThat(reader.floats("a")).containsExactly(1);
      assertThat(reader.floats("b")).containsExactly(2);
    }
  }

  private static float[] filled(float[] array, float value) {
    array[0] = value;
    return array;
  }

  @Test
  void refusesToWriteWhatCouldNotBeRead() throws IOException {
    Path file = folder.resolve("a.safetensors");
    Tensor x = Tensor.of("x", new float[2], 2);
    assertThatThrownBy(() -> SafetensorsWriter.write(file, Map.of(), List.of(x, x)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there can be only one tensor x");
    Tensor wrong = Tensor.of("x", new float[2], 3);
    assertThatThrownBy(() -> SafetensorsWriter.write(file, Map.of(), List.of(wrong)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tensor x has 2 values, but the shape [3]");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void saysWhichTensorIsMissingOrOfAnotherType() throws IOException {
    byte[] file = file("{\"t\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4);
    try (SafetensorsReader reader = SafetensorsReader.of("a", file)) {
      assertThatThrownBy(() -> reader.floats("x")).hasMessage("a has no tensor x");
      assertThatThrownBy(() -> reader.doubles("t"))
          .isInstanceOf(SafetensorsException.class)
          .hasMessage("a: tensor t is F32; it must be F64");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[1]                                                   | the header must be an object",
        "{]                                                    | not valid JSON",
        "{'t':                                                 | not valid JSON",
        "{} 1                                                  | something follows the object",
        "{'__metadata__':{'a':1}}                              | __metadata__/a must be a string",
        "{'t':1}                                               | tensor t must be an object",
        "{'t':{'shape':[4],'data_offsets':[0,4]}}              | elements of type ''",
        "{'t':{'dtype':'I64','shape':[4],'data_offsets':[0,4]}}| elements of type 'I64'",
        "{'t':{'dtype':'U8','data_offsets':[0,4]}}             | needs a shape and two",
        "{'t':{'dtype':'U8','shape':[4],'data_offsets':[0]}}   | needs a shape and two",
        "{'t':{'dtype':'U8','shape':4,'data_offsets':[0,4]}}   | shape of tensor t must be an array",
        "{'t':{'dtype':'U8','shape':[4.5],'data_offsets':[0,4]}}  | must be an array of integers",
        "{'t':{'dtype':'U8','shape':[-4],'data_offsets':[0,4]}}   | may be negative",
        "{'t':{'dtype':'U8','shape':[4],'data_offsets':[0,9999999999999999999]}} | not valid JSON",
        "{'t':{'dtype':'U8','shape':[9999999999],'data_offsets':[0,4]}} | impossible shape",
        "{'t':{'dtype':'F64','shape':[2147483647,2147483647,2147483647],'data_offsets':[0,4]}}"
            + " | impossible shape",
        "{'t':{'dtype':'U8','shape':[5],'data_offsets':[0,4]}} | takes 5 bytes",
        "{'t':{'dtype':'U8','shape':[4],'data_offsets':[4,0]}} | takes 4 bytes",
        "{'t':{'dtype':'U8','shape':[5],'data_offsets':[0,5]}} | is truncated",
        "{'t':{'dtype':'U8','shape':[2],'data_offsets':[2,4]}} | begins at byte 2",
        "{'t':{'dtype':'U8','shape':[2],'data_offsets':[0,2]}} | holds 4 bytes of data",
        "{'t':{'dtype':'U8','shape':[3],'data_offsets':[0,3]},"
            + "'u':{'dtype':'U8','shape':[2],'data_offsets':[2,4]}} | it must begin at 3",
        "{'t':{'dtype':'U8','shape':[4],'data_offsets':[0,4]},"
            + "'t':{'dtype':'U8','shape':[4],'data_offsets':[0,4]}} | not valid JSON (Duplicate"
      })
  void refusesDamagedHeaders(String json, String message) {
    assertThatThrownBy(
            () -> SafetensorsReader.of("a.safetensors", file(json.replace('\'', '"'), 4)))
        .isInstanceOf(SafetensorsException.class)
        .hasMessageStartingWith("a.safetensors")
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0        | only 0 bytes",
        "7        | only 7 bytes",
      })
  void refusesFilesWithoutAHeader(int bytes, String message) {
    assertThatThrownBy(() -> SafetensorsReader.of("a", new byte[bytes]))
        .isInstanceOf(SafetensorsException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1          | 2 to 16777216 are allowed",
        "16777217   | 2 to 16777216 are allowed",
        "-1         | would have 18446744073709551615 bytes",
        "1000       | is truncated: its header has 1000 bytes, the whole file 12",
      })
  void refusesImpossibleHeaderLengths(long length, String message) throws IOException {
    Path file = folder.resolve("a");
    ByteBuffer bytes = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
    Files.write(file, bytes.array());
    assertThatThrownBy(() -> SafetensorsReader.open(file))
        .isInstanceOf(SafetensorsException.class)
        .hasMessageContaining(message);
  }

  private static byte[] file(String json, int dataBytes) {
    byte[] header = json.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + header.length + dataBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .array();
  }
}
