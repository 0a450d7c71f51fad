package org.stylestream.compute.objective;

import java.util.List;

/**
 * The loss of an image.
 *
 * @param total what is minimised
 * @param terms what it is made of, weighted, in the order of {@link Objective#terms}
 */
public record Loss(double total, List<Term> terms) {
  /** One weighted term of a loss, for example {@code style}. */
  public record Term(String name, double value) {}

  public Loss {
    terms = List.copyOf(terms);
  }

  /** The sum of some terms. */
  public static Loss sum(List<Term> terms) {
    return new Loss(terms.stream().mapToDouble(Term::value).sum(), terms);
  }

  /**
   * The value of a term.
   *
   * @throws IllegalArgumentException if the loss has no such term
   */
  public double term(String name) {
    return terms.stream()
        .filter(term -> term.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the loss has no term " + name))
        .value();
  }
}
