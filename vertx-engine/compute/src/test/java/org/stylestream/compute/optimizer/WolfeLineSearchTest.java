package org.stylestream.compute.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stylestream.compute.optimizer.WolfeLineSearch.Line;
import org.stylestream.compute.optimizer.WolfeLineSearch.Trial;

class WolfeLineSearchTest {
  /**
   * Functions 1 to 3 of Moré and Thuente, Line Search Algorithms with Guaranteed Sufficient
   * Decrease (ACM TOMS 20, 1994), section 5, stretched so that the step 1 is their step {@code
   * first}.
   */
  private static Trial moreThuente(int function, double first, double step) {
    double a = first * step;
    return switch (function) {
      case 1 ->
          new Trial(step, -a / (a * a + 2), first * ((a * a - 2) / ((a * a + 2) * (a * a + 2))));
      case 2 -> {
        double b = a + 0.004;
        yield new Trial(
            step,
            Math.pow(b, 5) - 2 * Math.pow(b, 4),
            first * (5 * Math.pow(b, 4) - 8 * Math.pow(b, 3)));
      }
      default -> {
        double wave = 39 * Math.PI / 2;
        double beta = 0.01;
        double bend =
            a <= 1 - beta
                ? 1 - a
                : a >= 1 + beta ? a - 1 : (a - 1) * (a - 1) / (2 * beta) + beta / 2;
        double bendSlope = a <= 1 - beta ? -1 : a >= 1 + beta ? 1 : (a - 1) / beta;
        yield new Trial(
            step,
            bend + 2 * (1 - beta) / (39 * Math.PI) * Math.sin(wave * a),
            first * (bendSlope + (1 - beta) * Math.cos(wave * a)));
      }
    };
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1e-3", "1, 1e-1", "1, 10", "1, 1000",
    "2, 1e-3", "2, 1e-1", "2, 10", "2, 1000",
    "3, 1e-3", "3, 1e-1", "3, 10", "3, 1000"
  })
  void meetsTheStrongWolfeConditions(int function, double first) {
    AtomicInteger trials = new AtomicInteger();
    Trial origin = moreThuente(function, first, 0);
    Line line =
        step -> {
          trials.incrementAndGet();
          return moreThuente(function, first, step);
        };

    Trial found = new WolfeLineSearch(line, origin).search().orElseThrow();

    assertThat(found.loss())
        .isLessThanOrEqualTo(origin.loss() + 1e-4 * found.step() * origin.slope());
    assertThat(Math.abs(found.slope())).isLessThanOrEqualTo(0.9 * Math.abs(origin.slope()));
    assertThat(trials).hasValueLessThanOrEqualTo(15);
  }

  @Test
  void findsTheWayBackFromWhereThereIsNoNumber() {
    // x − log x from 10 down, no number beyond 0.
    Line line =
        step -> {
          double x = 10 - step * 1e6;
          return new Trial(step, x - Math.log(x), -1e6 * (1 - 1 / x));
        };

    Trial found = new WolfeLineSearch(line, line.at(0)).search().orElseThrow();

    assertThat(found.loss()).isLessThan(10 - Math.log(10));
  }

  @Test
  void endsAtTheTrialEvaluatedLastAlsoWhereNoneIsGoodEnough() {
    // Falls without end: no trial is flat.
    AtomicReference<Trial> last = new AtomicReference<>();
    Line line =
        step -> {
          Trial trial = new Trial(step, -step, -1);
          last.set(trial);
          return trial;
        };

    Optional<Trial> found = new WolfeLineSearch(line, new Trial(0, 0, -1)).search();

    assertThat(found).contains(last.get());
  }

  @Test
  void findsNothingWhereTheLossOnlyRises() {
    Line line = step -> new Trial(step, 1 + step, 1);

    assertThat(new WolfeLineSearch(line, new Trial(0, 1, -1)).search()).isEmpty();
  }

  @Test
  void trustsSlopesWhereTheLossIsBelowItsRounding() {
    // A parabola, least at 0.3, on a loss whose rounding is larger than all of it.
    Line line = step -> new Trial(step, 1e6 + (step > 0 ? 0.01 : 0), 1e-3 * (step - 0.3));

    Trial found = new WolfeLineSearch(line, line.at(0)).search().orElseThrow();

    assertThat(found.step()).isBetween(0.03, 0.57);
  }
}
