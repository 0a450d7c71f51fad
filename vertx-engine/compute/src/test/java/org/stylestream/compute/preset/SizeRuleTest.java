package org.stylestream.compute.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizeRuleTest {
  @ParameterizedTest(name = "{0} makes {1}x{2} {3}x{4}")
  @CsvSource({
    "512, 1000, 500, 512, 256",
    "512, 500, 1000, 256, 512",
    "s512, 1000, 500, 1024, 512",
    "h400, 1024, 768, 533, 400",
    "w600, 1200, 900, 600, 450",
    "640x480, 10, 10, 640, 480",
    "native, 123, 45, 123, 45"
  })
  void rulesAreAppliedToWidthAndHeight(
      String text, int width, int height, int wantedWidth, int wantedHeight) {
    SizeRule rule = SizeRule.parse(text);
    assertThat(rule.apply(height, width)).isEqualTo(new SizeRule.Size(wantedHeight, wantedWidth));
    assertThat(rule.text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "big", "-5", "0x", "512px", "h", "1e3", "123456"})
  void otherTextsAreRefused(String text) {
    assertThatThrownBy(() -> SizeRule.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'")
        .hasMessageContaining("640x480");
  }
}
