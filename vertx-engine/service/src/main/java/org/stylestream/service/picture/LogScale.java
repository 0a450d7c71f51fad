package org.stylestream.service.picture;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * A logarithmic axis.
 *
 * @param low its smallest value, above 0
 * @param high its largest value, above {@code low}
 */
record LogScale(double low, double high) {
  private static final int FEW_TICKS = 4;
  private static final int MANY_TICKS = 8;

  /** An axis for all values that it {@link #shows}, with a little room around them. */
  static LogScale around(DoubleStream values) {
    var statistics = values.filter(LogScale::shows).summaryStatistics();
    if (statistics.getCount() == 0) {
      return new LogScale(0.1, 10);
    }
    double room = Math.max(1.2, Math.pow(statistics.getMax() / statistics.getMin(), 0.04));
    return new LogScale(
        Math.max(Double.MIN_NORMAL, statistics.getMin() / room),
        Math.min(Double.MAX_VALUE, statistics.getMax() * room));
  }

  /** Whether a value has a place on any such axis. */
  static boolean shows(double value) {
    return value >= Double.MIN_NORMAL && value <= Double.MAX_VALUE;
  }

  /** Where a value lies: 0 at the low end, 1 at the high one. */
  double position(double value) {
    return (Math.log(value) - Math.log(low)) / (Math.log(high) - Math.log(low));
  }

  /**
   * Powers of ten, not too many; where they are few, twice and five times them as well, or else
   * even steps.
   */
  List<Double> ticks() {
    int decades = (int) Math.ceil(Math.log10(high) - Math.log10(low));
    int stride = Math.max(1, (decades + 9) / 10);
    List<Double> tens = ticks(stride, 1);
    if (tens.size() >= FEW_TICKS) {
      return tens;
    }
    List<Double> multiples = ticks(1, 1, 2, 5);
    return multiples.size() >= FEW_TICKS ? multiples : evenTicks();
  }

  private List<Double> evenTicks() {
    BigDecimal step = RoundStep.atLeast((high - low) / MANY_TICKS);
    List<Double> ticks = new ArrayList<>();
    BigDecimal tick = BigDecimal.valueOf(low).divide(step, 0, RoundingMode.CEILING).multiply(step);
    for (; tick.doubleValue() <= high; tick = tick.add(step)) {
      ticks.add(tick.doubleValue());
    }
    return ticks;
  }

  private List<Double> ticks(int stride, int... multiples) {
    List<Double> ticks = new ArrayList<>();
    int first = Math.floorDiv((int) Math.floor(Math.log10(low)), stride) * stride;
    for (int exponent = first; exponent <= Math.log10(high); exponent += stride) {
      for (int multiple : multiples) {
        // Parsed, since 1e23 isn't what a power of ten comes to.
        double tick = Double.parseDouble(multiple + "e" + exponent);
        if (tick >= low && tick <= high) {
          ticks.add(tick);
        }
      }
    }
    return ticks;
  }
}
