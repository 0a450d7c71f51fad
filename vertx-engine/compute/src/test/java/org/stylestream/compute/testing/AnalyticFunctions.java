package org.stylestream.compute.testing;

import org.stylestream.compute.device.Vector;
import org.stylestream.compute.optimizer.LossFunction;

/** Functions with known gradients, evaluated in double at float32 points. */
public final class AnalyticFunctions {
  private AnalyticFunctions() {}

  /** A function of an array that leaves its gradient in another. */
  @FunctionalInterface
  public interface ArrayFunction {
    double evaluate(double[] x, double[] gradient);
  }

  /** Runs a function of arrays on vectors. */
  public static LossFunction of(ArrayFunction function) {
    return (point, gradient) -> {
      double[] slopes = new double[point.length()];
      double loss = function.evaluate(read(point), slopes);
      float[] rounded = new float[slopes.length];
      for (int i = 0; i < slopes.length; i++) {
        rounded[i] = (float) slopes[i];
      }
      gradient.write(rounded);
      return loss;
    };
  }

  private static double[] read(Vector vector) {
    float[] values = new float[vector.length()];
    vector.read(values);
    double[] wide = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  /** Σ 100·(x₂ᵢ − x₂ᵢ₋₁²)² + (1 − x₂ᵢ₋₁)²: Moré, Garbow, Hillstrom (1981), problem 21. */
  public static double extendedRosenbrock(double[] x, double[] gradient) {
    double sum = 0;
    for (int i = 0; i < x.length; i += 2) {
      double t = x[i + 1] - x[i] * x[i];
      double u = 1 - x[i];
      sum += 100 * t * t + u * u;
      gradient[i] = -400 * x[i] * t - 2 * u;
      gradient[i + 1] = 200 * t;
    }
    return sum;
  }

  /** Powell's extended singular function: Moré, Garbow, Hillstrom (1981), problem 22. */
  public static double extendedPowell(double[] x, double[] gradient) {
    double sum = 0;
    for (int i = 0; i < x.length; i += 4) {
      double a = x[i] + 10 * x[i + 1];
      double b = x[i + 2] - x[i + 3];
      double c = x[i + 1] - 2 * x[i + 2];
      double d = x[i] - x[i + 3];
      sum += a * a + 5 * b * b + Math.pow(c, 4) + 10 * Math.pow(d, 4);
      gradient[i] = 2 * a + 40 * Math.pow(d, 3);
      gradient[i + 1] = 20 * a + 4 * Math.pow(c, 3);
      gradient[i + 2] = 10 * b - 8 * Math.pow(c, 3);
      gradient[i + 3] = -10 * b - 40 * Math.pow(d, 3);
    }
    return sum;
  }

  /** ½·Σ λᵢ·xᵢ², λ from 1 to {@code condition} in equal ratios. */
  public static ArrayFunction quadratic(double condition) {
    return (x, gradient) -> {
      double sum = 0;
      for (int i = 0; i < x.length; i++) {
        double lambda = Math.pow(condition, i / (x.length - 1.0));
        sum += 0.5 * lambda * x[i] * x[i];
        gradient[i] = lambda * x[i];
      }
      return sum;
    };
  }
}
