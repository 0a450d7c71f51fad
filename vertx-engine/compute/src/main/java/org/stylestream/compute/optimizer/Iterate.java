package org.stylestream.compute.optimizer;

import java.util.Map;
import java.util.function.Supplier;
import org.stylestream.compute.device.Vector;

/**
 * The current iterate, and beside it the candidate for the next one: until that is accepted, the
 * current iterate stays as it is.
 */
final class Iterate {
  private static final String GRADIENT = "gradient";
  private static final String LOSS = "loss";
  private static final String ITERATION = "iteration";
  private static final String EVALUATIONS = "evaluations";

  private final VectorGroup vectors;
  private LossFunction function = (point, gradient) -> Double.NaN;
  private Vector point;
  private Vector gradient;
  private Vector candidate;
  private Vector candidateGradient;
  private double loss = Double.NaN;
  private double candidateLoss = Double.NaN;
  private int iteration;
  private int evaluations;
  private int acceptedEvaluations;

  Iterate(VectorGroup vectors) {
    this.vectors = vectors;
    point = vectors.add();
    gradient = vectors.add();
    candidate = vectors.add();
    candidateGradient = vectors.add();
  }

  /** Makes {@code start} iterate 0, whatever its loss. */
  Step start(LossFunction lossFunction, Vector start) {
    function = lossFunction;
    evaluations = 0;
    candidate.copy(start);
    evaluateCandidate();
    iteration = -1;
    accept();
    boolean usable = Double.isFinite(loss) && Double.isFinite(gradient.absoluteMaximum());
    return step(usable ? Step.Status.ACCEPTED : Step.Status.DIVERGED);
  }

  double evaluateCandidate() {
    candidateLoss = function.evaluate(candidate, candidateGradient);
    evaluations++;
    return candidateLoss;
  }

  /** Makes the candidate, which was evaluated last, the current iterate. */
  Step accept() {
    Vector oldPoint = point;
    point = candidate;
    candidate = oldPoint;
    Vector oldGradient = gradient;
    gradient = candidateGradient;
    candidateGradient = oldGradient;
    loss = candidateLoss;
    acceptedEvaluations = evaluations;
    iteration++;
    return step(Step.Status.ACCEPTED);
  }

  Step step(Step.Status status) {
    double met = status == Step.Status.DIVERGED ? candidateLoss : loss;
    return new Step(status, met, evaluations);
  }

  Vector point() {
    return point;
  }

  Vector gradient() {
    return gradient;
  }

  Vector candidate() {
    return candidate;
  }

  Vector candidateGradient() {
    return candidateGradient;
  }

  double loss() {
    return loss;
  }

  double candidateLoss() {
    return candidateLoss;
  }

  /** Number of the current iterate, from 0. */
  int iteration() {
    return iteration;
  }

  void save(Map<String, Supplier<float[]>> tensors, Map<String, double[]> numbers) {
    tensors.put(OptimizerState.POINT, vectors.source(point));
    tensors.put(GRADIENT, vectors.source(gradient));
    numbers.put(LOSS, new double[] {loss});
    numbers.put(ITERATION, new double[] {iteration});
    numbers.put(EVALUATIONS, new double[] {acceptedEvaluations});
  }

  Step restore(LossFunction lossFunction, OptimizerState state) {
    function = lossFunction;
    vectors.write(OptimizerState.POINT, state, point);
    vectors.write(GRADIENT, state, gradient);
    loss = state.number(LOSS);
    candidateLoss = loss;
    iteration = (int) state.number(ITERATION);
    acceptedEvaluations = (int) state.number(EVALUATIONS);
    evaluations = acceptedEvaluations;
    return step(Step.Status.ACCEPTED);
  }
}
