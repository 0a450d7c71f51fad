package org.stylestream.compute.run;

import org.stylestream.compute.image.Image;

/** How a stage ended, why in one sentence, and with which image. */
record StageEnd(Outcome outcome, String explanation, Image image) {
  boolean endsRun() {
    return outcome == Outcome.DIVERGED || outcome == Outcome.CANCELLED;
  }
}
