package org.stylestream.protocol.job;

import java.util.Optional;
import org.stylestream.protocol.record.Meaning;
import org.stylestream.protocol.record.Range;

/**
 * Another optimiser than the preset's.
 *
 * @param kind which
 * @param learningRate of Adam and gradient descent, on the preset's scale of pixels
 * @param memory correction pairs of L-BFGS
 */
@Meaning("Another optimiser than the preset's, or other settings of it.")
public record OptimizerChange(
    @Meaning("Which optimiser; the preset's where it is left out.") Optional<Kind> kind,
    @Meaning("Of adam and gradient-descent, on the preset's scale of pixels.")
        @Range(min = 1e-12, max = 1e12)
        Optional<Double> learningRate,
    @Meaning("Correction pairs that lbfgs keeps.") @Range(min = 1, max = 1000)
        Optional<Integer> memory) {
  /** That optimiser, with its settings as usual. */
  public static OptimizerChange to(Kind kind) {
    return new OptimizerChange(Optional.of(kind), Optional.empty(), Optional.empty());
  }

  /** The optimisers. */
  public enum Kind {
    /** Limited-memory BFGS with a line search. */
    @Meaning("Limited-memory BFGS with a line search.")
    LBFGS,
    /** Adam. */
    @Meaning("Adam.")
    ADAM,
    /** Gradient descent with a decaying learning rate. */
    @Meaning("Gradient descent with a decaying learning rate.")
    GRADIENT_DESCENT
  }
}
