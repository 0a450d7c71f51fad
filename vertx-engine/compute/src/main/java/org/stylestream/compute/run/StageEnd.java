package org.stylestream.compute.run;

import java.util.Optional;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.optimizer.Moments;

/** How a stage ended, why in one sentence, with which image, and with what learnt for the next. */
record StageEnd(Outcome outcome, String explanation, Image image, Optional<Moments> learnt) {
  /** The end of a stage from whose optimiser none goes on. */
  StageEnd(Outcome outcome, String explanation, Image image) {
    this(outcome, explanation, image, Optional.empty());
  }

  boolean endsRun() {
    return outcome == Outcome.DIVERGED || outcome == Outcome.CANCELLED;
  }
}
