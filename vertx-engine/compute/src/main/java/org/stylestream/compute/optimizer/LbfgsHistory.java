package org.stylestream.compute.optimizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.stylestream.compute.device.Vector;

/**
 * The correction pairs of L-BFGS and the inner products between them, so that the two-loop
 * recursion works on numbers: two batched products and one combination a step touch the vectors.
 * The idea is from Chen, Wang and Zhou, Large-scale L-BFGS using MapReduce (NIPS 2014).
 */
final class LbfgsHistory {
  private static final String MOVE = "move";
  private static final String CHANGE = "change";
  private static final String MOVE_CHANGE = "moveChangeProducts";
  private static final String CHANGE_CHANGE = "changeChangeProducts";

  private final VectorGroup vectors;

  /** sᵢ by slot: how the point moved. */
  private final List<Vector> moves = new ArrayList<>();

  /** yᵢ by slot: how the gradient changed. */
  private final List<Vector> changes = new ArrayList<>();

  /** sᵢ·yⱼ by slots, for pairs i not younger than j: the recursion needs no others. */
  private final double[][] moveChange;

  /** yᵢ·yⱼ by slots. */
  private final double[][] changeChange;

  /** The slots in use, the oldest pair's first. */
  private final List<Integer> slots = new ArrayList<>();

  LbfgsHistory(VectorGroup vectors, int memory) {
    this.vectors = vectors;
    for (int slot = 0; slot < memory; slot++) {
      moves.add(vectors.add());
      changes.add(vectors.add());
    }
    moveChange = new double[memory][memory];
    changeChange = new double[memory][memory];
  }

  int size() {
    return slots.size();
  }

  void clear() {
    slots.clear();
  }

  /**
   * Adds the pair that leads from the current iterate to the candidate; the oldest makes room.
   *
   * @return false, and the pair isn't kept, if its s·y isn't above {@code leastProduct}
   */
  boolean add(Iterate iterate, double leastProduct) {
    int slot = slots.size() < moves.size() ? slots.size() : slots.remove(0);
    double[] difference = {1, -1};
    moves.get(slot).combine(difference, List.of(iterate.candidate(), iterate.point()));
    Vector change = changes.get(slot);
    change.combine(difference, List.of(iterate.candidateGradient(), iterate.gradient()));
    slots.add(slot);
    double[] products = products(change);
    for (int i = 0; i < slots.size(); i++) {
      int other = slots.get(i);
      moveChange[other][slot] = products[i];
      changeChange[other][slot] = products[slots.size() + i];
      changeChange[slot][other] = products[slots.size() + i];
    }
    boolean kept = moveChange[slot][slot] > leastProduct;
    if (!kept) {
      slots.remove(slots.size() - 1);
    }
    return kept;
  }

  /** s·y / y·y of the youngest pair: Nocedal and Wright, (7.20). */
  double scale() {
    int youngest = slots.get(slots.size() - 1);
    return moveChange[youngest][youngest] / changeChange[youngest][youngest];
  }

  /**
   * direction = −H·gradient: Nocedal and Wright, algorithm 7.4, with γ of (7.20) for the initial
   * matrix and q, r as combinations of the gradient, the moves and the changes.
   */
  void direct(Vector gradient, Vector direction) {
    int k = slots.size();
    double[] products = products(gradient);
    double gamma = scale();
    double[] alpha = new double[k];
    for (int i = k - 1; i >= 0; i--) {
      double moveDotQ = products[i];
      for (int j = i + 1; j < k; j++) {
        moveDotQ -= alpha[j] * moveChange(i, j);
      }
      alpha[i] = moveDotQ / moveChange(i, i);
    }
    double[] moveFactors = new double[k];
    for (int i = 0; i < k; i++) {
      double changeDotR = gamma * products[k + i];
      for (int j = 0; j < k; j++) {
        changeDotR -= gamma * alpha[j] * changeChange(i, j);
      }
      for (int j = 0; j < i; j++) {
        changeDotR += moveFactors[j] * moveChange(j, i);
      }
      moveFactors[i] = alpha[i] - changeDotR / moveChange(i, i);
    }
    combine(gamma, alpha, moveFactors, gradient, direction);
  }

  /** direction = −(γ·(g − Σ αᵢ·yᵢ) + Σ moveFactorᵢ·sᵢ) */
  private void combine(
      double gamma, double[] alpha, double[] moveFactors, Vector gradient, Vector direction) {
    int k = slots.size();
    double[] factors = new double[2 * k + 1];
    for (int i = 0; i < k; i++) {
      factors[i] = -moveFactors[i];
      factors[k + i] = gamma * alpha[i];
    }
    factors[2 * k] = -gamma;
    List<Vector> terms = pairs();
    terms.add(gradient);
    direction.combine(factors, terms);
  }

  /** The products of a vector with all moves, then with all changes, by age. */
  private double[] products(Vector vector) {
    double[] products = new double[2 * slots.size()];
    vector.dots(pairs(), products);
    return products;
  }

  private List<Vector> pairs() {
    List<Vector> pairs = new ArrayList<>(2 * slots.size() + 1);
    slots.forEach(slot -> pairs.add(moves.get(slot)));
    slots.forEach(slot -> pairs.add(changes.get(slot)));
    return pairs;
  }

  private double moveChange(int i, int j) {
    return moveChange[slots.get(i)][slots.get(j)];
  }

  private double changeChange(int i, int j) {
    return changeChange[slots.get(i)][slots.get(j)];
  }

  void save(Map<String, Supplier<float[]>> tensors, Map<String, double[]> numbers) {
    int k = slots.size();
    double[] savedMoveChange = new double[k * k];
    double[] savedChangeChange = new double[k * k];
    for (int i = 0; i < k; i++) {
      tensors.put(MOVE + i, vectors.source(moves.get(slots.get(i))));
      tensors.put(CHANGE + i, vectors.source(changes.get(slots.get(i))));
      for (int j = 0; j < k; j++) {
        savedMoveChange[i * k + j] = i <= j ? moveChange(i, j) : 0;
        savedChangeChange[i * k + j] = changeChange(i, j);
      }
    }
    numbers.put(MOVE_CHANGE, savedMoveChange);
    numbers.put(CHANGE_CHANGE, savedChangeChange);
  }

  void restore(OptimizerState state) {
    double[] savedMoveChange = state.numbers(MOVE_CHANGE);
    double[] savedChangeChange = state.numbers(CHANGE_CHANGE);
    int k = (int) Math.sqrt(savedMoveChange.length);
    if (k > moves.size() || k * k != savedChangeChange.length) {
      throw new IllegalArgumentException(
          "the state of L-BFGS has %d pairs; this run's memory has room for %d"
              .formatted(k, moves.size()));
    }
    slots.clear();
    for (int i = 0; i < k; i++) {
      slots.add(i);
      vectors.write(MOVE + i, state, moves.get(i));
      vectors.write(CHANGE + i, state, changes.get(i));
      for (int j = 0; j < k; j++) {
        moveChange[i][j] = savedMoveChange[i * k + j];
        changeChange[i][j] = savedChangeChange[i * k + j];
      }
    }
  }
}
