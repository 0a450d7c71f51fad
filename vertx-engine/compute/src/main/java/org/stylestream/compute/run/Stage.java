package org.stylestream.compute.run;

import java.util.Optional;
import java.util.OptionalDouble;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.objective.Objective;
import org.stylestream.compute.optimizer.OptimizerSettings;
import org.stylestream.compute.optimizer.ValueRange;

/** A part of a run at one size: a scale of style transfer, an octave of Deep Dream. */
public interface Stage {
  /** Rows of the stage's images. */
  int height();

  /** Columns of the stage's images. */
  int width();

  /** Iterations to do, at least 0. */
  int iterations();

  /** How the stage's objective is minimised. */
  OptimizerSettings optimizer();

  /** What the image's values are clamped to after every iteration. */
  Optional<ValueRange> range();

  /** A total loss below which the stage is done before its iterations are. */
  default OptionalDouble enough() {
    return OptionalDouble.empty();
  }

  /**
   * Makes the objective, of this stage's height and width; whoever calls closes it.
   *
   * @throws org.stylestream.compute.device.CancelledException soon after a cancel was requested
   */
  Objective open(Cancellation cancellation);
}
