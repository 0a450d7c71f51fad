package org.stylestream.compute.optimizer;

import java.util.Optional;

/**
 * A line search for the strong Wolfe conditions: Nocedal and Wright, Numerical Optimization (2nd
 * edition), algorithms 3.5 (bracketing, here {@link #search}) and 3.6 (zoom).
 *
 * <p>Beyond them:
 *
 * <ul>
 *   <li>Where the loss differs from the origin's by no more than its rounding, slopes decide: the
 *       approximate Wolfe conditions of Hager and Zhang, A New Conjugate Gradient Method with
 *       Guaranteed Descent and an Efficient Line Search (SIAM J. Optim. 16, 2005), (4.1).
 *   <li>A trial that is no number is an upper end of the bracket, and the step shrinks tenfold.
 * </ul>
 */
final class WolfeLineSearch {
  /** φ: the loss along a line. */
  @FunctionalInterface
  interface Line {
    /** Evaluates the loss and its slope at a step. */
    Trial at(double step);
  }

  /**
   * A point on the line.
   *
   * @param step α
   * @param loss φ(α)
   * @param slope φ′(α)
   */
  record Trial(double step, double loss, double slope) {
    boolean finite() {
      return Double.isFinite(loss) && Double.isFinite(slope);
    }
  }

  /** c₁ of Nocedal and Wright, section 3.1. */
  private static final double SUFFICIENT_DECREASE = 1e-4;

  /** c₂ of Nocedal and Wright, section 3.1, for quasi-Newton directions. */
  private static final double CURVATURE = 0.9;

  /** ε of Hager and Zhang: relative error of a loss; float32 features give about as much. */
  private static final double NOISE = 1e-6;

  /** As in L-BFGS-B 3.0 (routine lnsrlb). */
  private static final int MAXIMUM_TRIALS = 20;

  private static final double LEAST_GROWTH = 2;
  private static final double GREATEST_GROWTH = 10;

  /** How near to an end of the bracket the next trial may come, in units of the bracket. */
  private static final double MARGIN = 0.1;

  private final Line line;
  private final Trial origin;
  private final double noise;
  private int trials;
  private Trial last;

  /**
   * Sets out.
   *
   * @param origin φ(0) and φ′(0), which is below 0
   */
  WolfeLineSearch(Line line, Trial origin) {
    this.line = line;
    this.origin = origin;
    last = origin;
    noise = NOISE * Math.abs(origin.loss());
  }

  /**
   * Searches from the step 1 on.
   *
   * @return the trial to accept, which is the last one evaluated; empty if nothing below the origin
   *     was found
   */
  Optional<Trial> search() {
    Trial low = origin;
    double step = 1;
    while (trials < MAXIMUM_TRIALS) {
      Trial trial = evaluate(step);
      if (!isLow(trial, low)) {
        return zoom(low, trial);
      }
      if (isFlat(trial)) {
        return Optional.of(trial);
      }
      if (trial.slope() >= 0) {
        return zoom(trial, low);
      }
      step = beyond(low, trial);
      low = trial;
    }
    return settleFor(low);
  }

  private Optional<Trial> zoom(Trial from, Trial to) {
    Trial low = from;
    Trial high = to;
    while (trials < MAXIMUM_TRIALS) {
      Trial trial = evaluate(between(low, high));
      if (!isLow(trial, low)) {
        high = trial;
        continue;
      }
      if (isFlat(trial)) {
        return Optional.of(trial);
      }
      if (trial.slope() * (high.step() - low.step()) >= 0) {
        high = low;
      }
      low = trial;
    }
    return settleFor(low);
  }

  private Trial evaluate(double step) {
    trials++;
    last = line.at(step);
    return last;
  }

  /** The best trial, should it lie below the origin, although it is none to stop at by the book. */
  private Optional<Trial> settleFor(Trial low) {
    if (!(low.loss() < origin.loss())) {
      return Optional.empty();
    }
    return Optional.of(low == last ? low : evaluate(low.step()));
  }

  private boolean isLow(Trial trial, Trial low) {
    return trial.finite()
        && trial.loss() <= low.loss() + noise
        && (hasDecreased(trial) || hasDecreasedToRounding(trial));
  }

  private boolean hasDecreased(Trial trial) {
    return trial.loss() <= origin.loss() + SUFFICIENT_DECREASE * trial.step() * origin.slope();
  }

  private boolean hasDecreasedToRounding(Trial trial) {
    return Math.abs(trial.loss() - origin.loss()) <= noise
        && trial.slope() <= (2 * SUFFICIENT_DECREASE - 1) * origin.slope();
  }

  private boolean isFlat(Trial trial) {
    return Math.abs(trial.slope()) <= -CURVATURE * origin.slope();
  }

  private double beyond(Trial low, Trial trial) {
    double step = minimiser(low, trial);
    double least = LEAST_GROWTH * trial.step();
    double greatest = GREATEST_GROWTH * trial.step();
    return step > low.step() ? Math.min(Math.max(step, least), greatest) : greatest;
  }

  private double between(Trial low, Trial high) {
    double width = high.step() - low.step();
    if (!high.finite()) {
      return low.step() + MARGIN * width;
    }
    double share = (minimiser(low, high) - low.step()) / width;
    return low.step() + width * (share >= 0 ? Math.min(Math.max(share, MARGIN), 1 - MARGIN) : 0.5);
  }

  /** Where the interpolation of two trials is least; NaN if it has no minimum. */
  private double minimiser(Trial a, Trial b) {
    return Math.abs(b.loss() - a.loss()) > noise ? cubicMinimiser(a, b) : secantZero(a, b);
  }

  /** Nocedal and Wright, (3.59). */
  private static double cubicMinimiser(Trial a, Trial b) {
    double d1 = a.slope() + b.slope() - 3 * (a.loss() - b.loss()) / (a.step() - b.step());
    double d2 = Math.signum(b.step() - a.step()) * Math.sqrt(d1 * d1 - a.slope() * b.slope());
    return b.step()
        - (b.step() - a.step()) * (b.slope() + d2 - d1) / (b.slope() - a.slope() + 2 * d2);
  }

  /** Where the slope is zero if it is linear, and rises. */
  private static double secantZero(Trial a, Trial b) {
    double curvature = (b.slope() - a.slope()) / (b.step() - a.step());
    return curvature > 0 ? b.step() - b.slope() / curvature : Double.NaN;
  }
}
