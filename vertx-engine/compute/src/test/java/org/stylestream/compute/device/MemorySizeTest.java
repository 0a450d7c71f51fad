package org.stylestream.compute.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemorySizeTest {
  @ParameterizedTest
  @CsvSource({
    "900m, 943718400, 900m",
    "4G, 4294967296, 4g",
    "2048M, 2147483648, 2g",
    "9999999g, 10737417166258176, 9999999g"
  })
  void aSizeIsReadAndWritten(String text, long bytes, String written) {
    MemorySize size = MemorySize.parse(text);

    assertThat(size.bytes()).isEqualTo(bytes);
    assertThat(size.text()).isEqualTo(written);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "4", "0g", "-1g", "4.5g", "4 g", "4gb", "99999999g"})
  void whatIsNoneIsRefused(String text) {
    assertThatThrownBy(() -> MemorySize.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("it must be a whole number of megabytes or gigabytes, as 900m or 4g");
  }
}
