package org.stylestream.service.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LossPlotTest {
  private static final int WHITE = 0xffffffff;

  @TempDir private Path folder;

  @Test
  void drawsLossesOnALogarithmicAxis() throws IOException {
    var total = new LossCurve("total", new int[] {0, 100}, new double[] {1e6, 1e6});
    var style = new LossCurve("style", new int[] {0, 50, 100}, new double[] {1e6, 1e4, 1e2});
    Path file = folder.resolve("plot.png");

    LossPlot.write("A × B", List.of(total, style), file);

    BufferedImage plot = JdkReader.read(file, 0);
    assertThat(plot.getWidth()).isEqualTo(1000);
    assertThat(plot.getHeight()).isEqualTo(600);
    assertThat(plot.getRGB(2, 2)).isEqualTo(WHITE);
    // From 10⁶ to 10² by the same factor everywhere: a straight line across the frame.
    double quarter = rowOf(plot, 265);
    double half = rowOf(plot, 440);
    double threeQuarters = rowOf(plot, 615);
    assertThat(half - quarter).isCloseTo(threeQuarters - half, within(2.0));
    assertThat(half - quarter).isGreaterThan(80);
  }

  @Test
  void aLongTitleEndsBeforeTheEdgeAndIsKeptWhole() throws IOException {
    String title = "a preset with very many changes, ".repeat(9);
    Path file = folder.resolve("long.png");

    LossPlot.write(title, List.of(), file);

    BufferedImage plot = JdkReader.read(file, 0);
    assertThat(hasInk(plot, 800, 980)).isTrue();
    assertThat(hasInk(plot, 981, 1000)).isFalse();
    assertThat(PictureTexts.read(file)).anyMatch(text -> text.contains(title.strip()));
  }

  /** Whether anything is written above the frame between two columns. */
  private static boolean hasInk(BufferedImage plot, int from, int to) {
    return IntStream.range(from, to)
        .anyMatch(x -> IntStream.range(10, 45).anyMatch(y -> plot.getRGB(x, y) != WHITE));
  }

  @Test
  void survivesLossesThatCantBeDrawn() throws IOException {
    var odd =
        new LossCurve(
            "total",
            new int[] {0, 1, 2, 3, 4},
            new double[] {3, 0, Double.NaN, Double.POSITIVE_INFINITY, 2});
    var none = new LossCurve("tv", new int[0], new double[0]);

    assertThat(LossPlot.draw("odd", List.of(odd, none)).getWidth()).isEqualTo(1000);
    assertThat(LossPlot.draw("nothing", List.of(none)).getWidth()).isEqualTo(1000);
    assertThat(LossPlot.draw("no terms", List.of()).getWidth()).isEqualTo(1000);
  }

  @ParameterizedTest
  @CsvSource({"1, 2", "1, 1", "3, 1e9", "1e-30, 1e30", "99, 101", "1e-300, 1", "1e300, 1.7e308"})
  void everyAxisHasReadableTicks(double low, double high) {
    LogScale scale = LogScale.around(DoubleStream.of(low, high));

    assertThat(scale.position(low)).isBetween(0.0, 0.5);
    assertThat(scale.position(high)).isBetween(0.5, 1.0);
    assertThat(scale.ticks()).hasSizeBetween(2, 14).isSorted();
    assertThat(scale.ticks())
        .allSatisfy(tick -> assertThat(scale.position(tick)).isBetween(0.0, 1.0));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1.1, 2", "3, 5", "0.06, 0.1", "70, 100", "200, 200"})
  void stepsAreRound(double wanted, double step) {
    assertThat(RoundStep.atLeast(wanted).doubleValue()).isEqualTo(step);
  }

  /** The centre of the blue line in a column. */
  private static double rowOf(BufferedImage plot, int column) {
    double sum = 0;
    double weights = 0;
    for (int row = 0; row < plot.getHeight(); row++) {
      int rgb = plot.getRGB(column, row);
      int weight = (rgb & 0xff) - (rgb >> 16 & 0xff);
      sum += (double) weight * row;
      weights += weight;
    }
    assertThat(weights).isPositive();
    return sum / weights;
  }
}
