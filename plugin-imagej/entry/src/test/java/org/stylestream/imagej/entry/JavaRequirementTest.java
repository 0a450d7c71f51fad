package org.stylestream.imagej.entry;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JavaRequirementTest {
  @ParameterizedTest
  @CsvSource({"1.8, 8", "9, 9", "11, 11", "16, 16"})
  void saysWhatAnOldJavaLacks(String version, String told) {
    assertThatThrownBy(() -> JavaRequirement.check(version))
        .isInstanceOf(PluginUnusableException.class)
        .hasMessageContaining("needs Java 17 or newer, and this ImageJ runs on Java " + told);
  }

  @ParameterizedTest
  @ValueSource(strings = {"17", "21", "25"})
  void takesANewOne(String version) {
    assertThatCode(() -> JavaRequirement.check(version)).doesNotThrowAnyException();
  }
}
