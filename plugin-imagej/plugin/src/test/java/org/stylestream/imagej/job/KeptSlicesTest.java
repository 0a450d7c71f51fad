package org.stylestream.imagej.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
import java.util.stream.Stream;
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

  @ParameterizedTest
  // Of a G1 heap: regions of their own for what is larger than half of one.
  @CsvSource({
    "1048576, 1048576, 2097152",
    "400000, 1048576, 400016",
    "600000, 1048576, 1048576",
    "1048576, 0, 1048592"
  })
  void aSliceTakesWholeRegions(long bytes, long region, long taken) {
    assertThat(JavaMemory.footprint(bytes, region)).isEqualTo(taken);
  }

  /** What the heap really has more of, with so many slices in it, against what is said. */
  @Test
  void slicesTakeWhatIsSaid() {
    KeptSlices kept = KeptSlices.of(40, SIZE);
    long before = used();

    List<int[]> slices = Stream.generate(() -> new int[512 * 512]).limit(40).toList();

    long taken = used() - before;
    assertThat(slices).hasSize(40);
    assertThat(taken).isCloseTo(kept.bytes(), withinPercentage(10));
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void whatDoesntFitIsRefused() {
    KeptSlices kept = new KeptSlices(300, SIZE, 1 << 20);

    kept.requireWithin(kept.promisedBytes());

    assertThatThrownBy(() -> kept.requireWithin(kept.promisedBytes() - 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("300 slices of 512×512 take 348 MB, and ImageJ has 348 MB free")
        .hasMessageContaining("keepEvery");
  }

  @Test
  void theDialogSaysWhatARunTakes() {
    assertThat(new KeptSlices(18, new SizeRule.Size(341, 512), 700_000).inWords(3L << 30))
        .isEqualTo("18 slices of 512×341, 12 MB; the run takes 55 MB of 3,072 MB free");
  }
}
