package org.stylestream.compute.optimizer;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.Vector;

/** L-BFGS; see {@link LbfgsSettings}. */
final class Lbfgs implements Optimizer {
  private static final String NAME = "lbfgs";
  private static final String SCALE = "scale";

  /**
   * A pair counts if s·y exceeds this times |g·s|: the rule by which L-BFGS-B 3.0 skips an update
   * (routine mainlb), with float32's unit roundoff for double's.
   */
  private static final double LEAST_CURVATURE = 0x1p-24;

  private final LbfgsSettings settings;
  private final VectorGroup vectors;
  private final Iterate iterate;
  private final Vector direction;
  private final LbfgsHistory history;

  /** γ of the steepest descent that starts a history. */
  private double scale;

  Lbfgs(LbfgsSettings settings, Device device, int length) {
    this.settings = settings;
    vectors = new VectorGroup(device, length);
    iterate = new Iterate(vectors);
    direction = vectors.add();
    history = new LbfgsHistory(vectors, settings.memory());
  }

  @Override
  public Step start(LossFunction function, Vector point, Optional<Moments> learnt) {
    Step step = iterate.start(function, point);
    history.clear();
    scale = settings.firstMove() / iterate.gradient().absoluteMaximum();
    return step;
  }

  @Override
  public Step step() {
    return quasiNewton().or(this::steepestDescent).orElseGet(this::giveUp);
  }

  private Optional<Step> quasiNewton() {
    if (history.size() == 0) {
      return Optional.empty();
    }
    history.direct(iterate.gradient(), direction);
    return search().map(this::accept);
  }

  private Optional<Step> steepestDescent() {
    direction.combine(new double[] {-scale}, List.of(iterate.gradient()));
    Optional<Found> found = search();
    // Forgotten only now: until a step is accepted, the state is that of the iterate before.
    found.ifPresent(any -> history.clear());
    return found.map(this::accept);
  }

  private Step giveUp() {
    boolean finite = Double.isFinite(iterate.candidateLoss());
    return iterate.step(finite ? Step.Status.STALLED : Step.Status.DIVERGED);
  }

  /** The step that a line search found, and g·s. */
  private record Found(double step, double decrease) {}

  private Optional<Found> search() {
    double slope = iterate.gradient().dot(direction);
    if (!(slope < 0) || Double.isInfinite(slope)) {
      return Optional.empty();
    }
    var origin = new WolfeLineSearch.Trial(0, iterate.loss(), slope);
    return new WolfeLineSearch(this::tryStep, origin)
        .search()
        .map(trial -> new Found(trial.step(), trial.step() * slope));
  }

  private WolfeLineSearch.Trial tryStep(double step) {
    iterate.candidate().combine(new double[] {1, step}, List.of(iterate.point(), direction));
    double loss = iterate.evaluateCandidate();
    double slope = Double.isFinite(loss) ? iterate.candidateGradient().dot(direction) : Double.NaN;
    return new WolfeLineSearch.Trial(step, loss, slope);
  }

  private Step accept(Found found) {
    if (history.add(iterate, -LEAST_CURVATURE * found.decrease())) {
      scale = history.scale();
    } else if (history.size() == 0) {
      scale *= found.step();
    }
    return iterate.accept();
  }

  @Override
  public Vector point() {
    return iterate.point();
  }

  @Override
  public Vector gradient() {
    return iterate.gradient();
  }

  @Override
  public OptimizerState state() {
    Map<String, Supplier<float[]>> tensors = new TreeMap<>();
    Map<String, double[]> numbers = new TreeMap<>();
    iterate.save(tensors, numbers);
    history.save(tensors, numbers);
    numbers.put(SCALE, new double[] {scale});
    return new OptimizerState(NAME, vectors.length(), tensors, numbers);
  }

  @Override
  public Step restore(LossFunction function, OptimizerState state) {
    state.requireOptimizer(NAME);
    history.restore(state);
    scale = state.number(SCALE);
    return iterate.restore(function, state);
  }

  @Override
  public void close() {
    vectors.close();
  }
}
