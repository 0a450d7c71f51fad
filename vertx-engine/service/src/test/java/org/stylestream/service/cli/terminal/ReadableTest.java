package org.stylestream.service.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadableTest {
  @ParameterizedTest
  @CsvSource({"0, 0:00", "7.4, 0:07", "59.6, 1:00", "750, 12:30", "3723, 1:02:03", "-1, 0:00"})
  void times(double seconds, String text) {
    assertThat(Readable.time(seconds)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 bytes",
    "999, 999 bytes",
    "1500, 1.5 kB",
    "80134624, 80 MB",
    "1234567890, 1.2 GB",
    "999999999, 1.0 GB"
  })
  void sizes(long bytes, String text) {
    assertThat(Readable.bytes(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"1234.5678, 1235", "0.0123456, 0.01235", "12345678, 1.235e+07"})
  void numbers(double value, String text) {
    assertThat(Readable.number(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0.25, 0.3", "3.14, 3.1", "12.4, 12"})
  void rates(double rate, String text) {
    assertThat(Readable.rate(rate)).isEqualTo(text);
  }
}
