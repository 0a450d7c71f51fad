package org.stylestream.gpucheck;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.compute.network.Pooling;
import org.stylestream.compute.optimizer.OptimizerSettings;
import org.stylestream.compute.preset.InitialImage;
import org.stylestream.compute.preset.PresetOverrides;
import org.stylestream.compute.preset.Presets;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.compute.run.Checkpointing;
import org.stylestream.compute.run.Run;
import org.stylestream.compute.run.RunListener;
import org.stylestream.compute.transfer.StyleImage;
import org.stylestream.compute.transfer.StyleTransfer;
import org.stylestream.compute.transfer.StyleTransferJob;

/**
 * A style transfer of square pictures that are drawn by a formula: the preset gatys, with max
 * pooling and from the content image.
 */
record MeasuredRun(
    NetworkWeights weights,
    Image content,
    Image style,
    OptimizerSettings optimizer,
    int iterations) {
  private static final int COLOURS = 3;

  /**
   * A run.
   *
   * @param side of the pictures, in pixels
   */
  static MeasuredRun of(
      NetworkWeights weights, int side, OptimizerSettings optimizer, int iterations) {
    return new MeasuredRun(
        weights, picture(side, 5, 0.3), picture(side, 23, 1.7), optimizer, iterations);
  }

  /** Of the pictures, in pixels. */
  int side() {
    return content.width();
  }

  /** The same with fewer iterations, or more. */
  MeasuredRun withIterations(int count) {
    return new MeasuredRun(weights, content, style, optimizer, count);
  }

  /** Waves of 0–255 in three colours. */
  private static Image picture(int side, double waves, double phase) {
    float[] pixels = new float[side * side * COLOURS];
    for (int i = 0; i < pixels.length; i++) {
      double x = (double) (i / COLOURS % side) / side;
      double y = (double) (i / COLOURS / side) / side;
      double along = Math.sin(waves * (x + 2 * y) + phase * (i % COLOURS));
      double across = Math.cos(waves * (3 * x - y) * (1 + i % COLOURS));
      pixels[i] = (float) (127.5 + 70 * along + 50 * across);
    }
    return new Image(side, side, pixels);
  }

  /** Runs it, and times its iterations after those to warm up. */
  Timing time(Device device) {
    long[] times = new long[2];
    int[] indices = new int[2];
    int[] evaluations = new int[2];
    double[] loss = new double[1];
    run(
        device,
        iteration -> {
          if (iteration.index() == 0) {
            loss[0] = iteration.loss().total();
          }
          int which = iteration.index() <= Rounds.WARM_UP ? 0 : 1;
          times[which] = System.nanoTime();
          indices[which] = iteration.index();
          evaluations[which] = iteration.evaluations();
        });
    int done = indices[1] - indices[0];
    if (done < 1) {
      throw new IllegalStateException("it stalled after %d iterations".formatted(indices[0]));
    }
    return new Timing(
        loss[0],
        (times[1] - times[0]) * 1e-6 / done,
        (double) (evaluations[1] - evaluations[0]) / done);
  }

  void run(Device device, RunListener listener) {
    PresetOverrides overrides =
        new PresetOverrides(
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            List.of(),
            List.of(),
            List.of(),
            Optional.of(Pooling.MAX),
            Optional.of(optimizer),
            Optional.of(new InitialImage.Content()),
            Optional.of(new SizeRule.Native()),
            OptionalInt.of(iterations));
    StyleTransferJob job =
        new StyleTransferJob(
            content,
            List.of(new StyleImage(style, 1)),
            overrides.apply(Presets.named("gatys")),
            Optional.empty(),
            0);
    try (StyleTransfer transfer = new StyleTransfer(device, weights, job)) {
      new Run(device, transfer.plan(), listener, Checkpointing.NONE, Cancellation.NEVER)
          .start(transfer.start());
    }
  }
}
