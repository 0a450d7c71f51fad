package org.stylestream.compute.run;

import java.util.List;
import java.util.Optional;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.Vector;
import org.stylestream.compute.objective.Loss;
import org.stylestream.compute.objective.Objective;
import org.stylestream.compute.optimizer.OptimizerSettings;
import org.stylestream.compute.optimizer.ValueRange;

/**
 * A stage whose objective has two analytic terms: {@code bowl}, a quadratic of condition 1000 about
 * an image of its own, and {@code quartic}.
 */
final class ScriptedStage implements Stage {
  /** Sees every evaluation before it is made; may throw, or give a loss in place of the own. */
  @FunctionalInterface
  interface Script {
    Optional<Double> evaluation(Cancellation cancellation);
  }

  private final Device device;
  private final int height;
  private final int width;
  private final int iterations;
  private final OptimizerSettings optimizer;
  private final Optional<ValueRange> range;
  private final Script script;
  private int opened;
  private int closed;

  ScriptedStage(
      Device device,
      int height,
      int width,
      int iterations,
      OptimizerSettings optimizer,
      Optional<ValueRange> range,
      Script script) {
    this.device = device;
    this.height = height;
    this.width = width;
    this.iterations = iterations;
    this.optimizer = optimizer;
    this.range = range;
    this.script = script;
  }

  int opened() {
    return opened;
  }

  int closed() {
    return closed;
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int iterations() {
    return iterations;
  }

  @Override
  public OptimizerSettings optimizer() {
    return optimizer;
  }

  @Override
  public Optional<ValueRange> range() {
    return range;
  }

  @Override
  public Objective open(Cancellation cancellation) {
    opened++;
    return new Bowl();
  }

  private final class Bowl implements Objective {
    private final Vector scratch = device.vector(height * width * 3);

    @Override
    public List<String> terms() {
      return List.of("bowl", "quartic");
    }

    @Override
    public int height() {
      return height;
    }

    @Override
    public int width() {
      return width;
    }

    @Override
    public Loss evaluate(Vector image, Vector gradient, Cancellation cancellation) {
      // Overwritten first, as by an evaluation that is broken off half-way.
      gradient.fill(Float.NaN);
      Optional<Double> scripted = script.evaluation(cancellation);
      cancellation.check();
      float[] x = new float[image.length()];
      image.read(x);
      float[] slopes = new float[x.length];
      double bowl = 0;
      double quartic = 0;
      for (int i = 0; i < x.length; i++) {
        double lambda = Math.pow(1000, i / (x.length - 1.0));
        double distance = x[i] - (90 + 7 * i % 50);
        bowl += 0.5 * lambda * distance * distance;
        quartic += 1e-3 * Math.pow(distance, 4);
        slopes[i] = (float) (lambda * distance + 4e-3 * Math.pow(distance, 3));
      }
      scratch.write(slopes);
      gradient.copy(scratch);
      double ownTotal = bowl + quartic;
      List<Loss.Term> terms =
          List.of(new Loss.Term("bowl", bowl), new Loss.Term("quartic", quartic));
      return scripted.map(total -> new Loss(total, terms)).orElse(new Loss(ownTotal, terms));
    }

    @Override
    public void close() {
      scratch.close();
      closed++;
    }
  }
}
