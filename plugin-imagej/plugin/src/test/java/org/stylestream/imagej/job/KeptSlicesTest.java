package org.stylestream.imagej.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stylestream.compute.preset.SizeRule;

class KeptSlicesTest {
  private static final SizeRule.Size SIZE = new SizeRule.Size(512, 512);

  @ParameterizedTest
  // The content, iterations 0, N, 2N … and the last.
  @CsvSource({"300, 1, 302", "300, 7, 45", "10, 10, 3", "10, 3, 6", "10, 100, 3", "10, 0, 1"})
  void slicesAreCounted(int iterations, int keepEvery, int slices) {
    JobKind.Expected expected = new JobKind.Expected(SIZE, iterations, 10);

    assertThat(KeptSlices.of(expected, keepEvery, SIZE).slices()).isEqualTo(slices);
  }

  @Test
  void aSliceTakesFourBytesAPixel() {
    assertThat(new KeptSlices(300, SIZE).bytes()).isEqualTo(300L * 512 * 512 * 4);
  }

  @Test
  void whatDoesntFitIsRefused() {
    KeptSlices kept = new KeptSlices(300, SIZE);

    kept.requireWithin(kept.promisedBytes());

    assertThatThrownBy(() -> kept.requireWithin(kept.promisedBytes() - 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("300 slices of 512×512 take 344 MB, and ImageJ has 344 MB free")
        .hasMessageContaining("keepEvery");
  }

  @Test
  void theDialogSaysWhatARunTakes() {
    assertThat(new KeptSlices(18, new SizeRule.Size(341, 512)).inWords(3L << 30))
        .isEqualTo("18 slices of 512×341, 12 MB; the run takes 52 MB of 3,072 MB free");
  }
}
