package org.stylestream.compute.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.stylestream.compute.cpu.Block;
import org.stylestream.compute.cpu.GramSum;
import org.stylestream.compute.cpu.Kernels;
import org.stylestream.compute.cpu.Matrices;

/**
 * {@link Kernels} on the incubating Vector API with 4, 8 or 16 lanes: as many as the machine
 * prefers, or as the system property {@value #LANES_PROPERTY} says.
 */
public final class VectorKernels implements Kernels {
  /** 4, 8 or 16; at most what the machine prefers. */
  public static final String LANES_PROPERTY = "stylestream.vector.lanes";

  // Constants to the compiler, without which it can't turn the vectors into registers.
  static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED.withShape(shape());
  static final int L = LANES.length();

  /** Columns in a panel of a right operand. */
  static final int COLUMNS = 2 * L;

  /** 16 lanes come with 32 registers. */
  private static final boolean TWELVE_ROWS = L == 16;

  static final int ROWS = TWELVE_ROWS ? TwelveRowTile.ROWS : FiveRowTile.ROWS;

  private final int one;

  /**
   * @throws IllegalArgumentException if the machine lacks vectors of the length asked for
   */
  public VectorKernels() {
    one = Integer.parseInt("1");
  }

  private static VectorShape shape() {
    int most = Math.min(16, FloatVector.SPECIES_PREFERRED.length());
    int lanes = Integer.getInteger(LANES_PROPERTY, most);
    if (lanes != 4 && lanes != 8 && lanes != 16 || lanes > most) {
      throw new IllegalArgumentException(
          "%s is %d; it must be 4, 8 or 16, and this machine offers %d"
              .formatted(LANES_PROPERTY, lanes, most));
    }
    return VectorShape.forBitSize(lanes * Float.SIZE);
  }

  static int roundUp(int n, int step) {
    return (n + step - 1) / step * step;
  }

  /** C = A·B, by the tile that fits the machine's registers. */
  void multiply(
      float[] a,
      int aOff,
      int aInner,
      float[] b,
      int bOff,
      float[] c,
      int cOff,
      int rows,
      int inner,
      int columns) {
    if (TWELVE_ROWS) {
      TwelveRowTile.multiply(a, aOff, aInner, b, bOff, c, cOff, rows, inner, columns);
    } else {
      FiveRowTile.multiply(a, aOff, aInner, b, bOff, c, cOff, rows, inner, columns, one);
    }
  }

  @Override
  public String name() {
    return "Vector API with " + L + " lanes";
  }

  @Override
  public int stride(int channels) {
    return roundUp(channels, L);
  }

  @Override
  public long matrixFloats(int inner, int columns) {
    return (long) roundUp(inner, 4) * roundUp(columns, L);
  }

  @Override
  public Matrices matrices(int count, int inner, int columns) {
    return new VectorMatrices(count, inner, columns);
  }

  @Override
  public Block block(int workers) {
    return new VectorBlock(this, workers);
  }

  @Override
  public GramSum gramSum() {
    return new VectorGramSum(this);
  }

  @Override
  public void maximum(float[] src, int s0, int s1, int s2, int s3, float[] dst, int d, int n) {
    for (int i = 0; i < n; i += L) {
      FloatVector upper =
          FloatVector.fromArray(LANES, src, s0 + i).max(FloatVector.fromArray(LANES, src, s1 + i));
      FloatVector lower =
          FloatVector.fromArray(LANES, src, s2 + i).max(FloatVector.fromArray(LANES, src, s3 + i));
      upper.max(lower).intoArray(dst, d + i);
    }
  }

  @Override
  public void mean(float[] src, int s0, int s1, int s2, int s3, float[] dst, int d, int n) {
    for (int i = 0; i < n; i += L) {
      FloatVector upper =
          FloatVector.fromArray(LANES, src, s0 + i).add(FloatVector.fromArray(LANES, src, s1 + i));
      FloatVector lower =
          FloatVector.fromArray(LANES, src, s2 + i).add(FloatVector.fromArray(LANES, src, s3 + i));
      upper.add(lower).mul(0.25f).intoArray(dst, d + i);
    }
  }

  @Override
  public void routeMaximum(
      float[] activation,
      int s0,
      int s1,
      int s2,
      int s3,
      float[] gradient,
      int g,
      float[] dst,
      int n,
      boolean add) {
    FloatVector zero = FloatVector.zero(LANES);
    for (int i = 0; i < n; i += L) {
      FloatVector a0 = FloatVector.fromArray(LANES, activation, s0 + i);
      FloatVector a1 = FloatVector.fromArray(LANES, activation, s1 + i);
      FloatVector a2 = FloatVector.fromArray(LANES, activation, s2 + i);
      FloatVector a3 = FloatVector.fromArray(LANES, activation, s3 + i);
      FloatVector maximum = a0.max(a1).max(a2.max(a3));
      VectorMask<Float> on = maximum.compare(VectorOperators.GT, 0f);
      FloatVector rest = zero.blend(FloatVector.fromArray(LANES, gradient, g + i), on);
      VectorMask<Float> hit = a0.compare(VectorOperators.EQ, maximum);
      place(zero.blend(rest, hit), a0, dst, s0 + i, add);
      rest = rest.blend(zero, hit);
      hit = a1.compare(VectorOperators.EQ, maximum);
      place(zero.blend(rest, hit), a1, dst, s1 + i, add);
      rest = rest.blend(zero, hit);
      hit = a2.compare(VectorOperators.EQ, maximum);
      place(zero.blend(rest, hit), a2, dst, s2 + i, add);
      place(rest.blend(zero, hit), a3, dst, s3 + i, add);
    }
  }

  @Override
  public void routeMean(
      float[] activation,
      int s0,
      int s1,
      int s2,
      int s3,
      float[] gradient,
      int g,
      float[] dst,
      int n,
      boolean add) {
    for (int i = 0; i < n; i += L) {
      FloatVector quarter = FloatVector.fromArray(LANES, gradient, g + i).mul(0.25f);
      placeMasked(quarter, activation, dst, s0 + i, add);
      placeMasked(quarter, activation, dst, s1 + i, add);
      placeMasked(quarter, activation, dst, s2 + i, add);
      placeMasked(quarter, activation, dst, s3 + i, add);
    }
  }

  private static void placeMasked(
      FloatVector value, float[] activation, float[] dst, int at, boolean add) {
    FloatVector a = FloatVector.fromArray(LANES, activation, at);
    FloatVector sum = add ? value.add(FloatVector.fromArray(LANES, dst, at)) : value;
    positive(sum, a).intoArray(dst, at);
  }

  private static void place(FloatVector value, FloatVector a, float[] dst, int at, boolean add) {
    if (add) {
      positive(value.add(FloatVector.fromArray(LANES, dst, at)), a).intoArray(dst, at);
    } else {
      value.intoArray(dst, at);
    }
  }

  /** The value where the activation is positive, else 0. */
  static FloatVector positive(FloatVector value, FloatVector activation) {
    return FloatVector.zero(LANES).blend(value, activation.compare(VectorOperators.GT, 0f));
  }

  @Override
  public void mask(float[] activation, float[] data, int at, int n) {
    for (int i = at; i < at + n; i += L) {
      positive(FloatVector.fromArray(LANES, data, i), FloatVector.fromArray(LANES, activation, i))
          .intoArray(data, i);
    }
  }
}
