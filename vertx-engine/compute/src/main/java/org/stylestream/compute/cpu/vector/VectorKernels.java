package org.stylestream.compute.cpu.vector;

import java.util.Arrays;
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
 *
 * <p>No vector is handed to or returned by a method of our own: where C2 doesn't inline such a
 * method, which depends on what it compiled before, every vector in it becomes an object.
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
    if (!add) {
      clear(dst, s0, s1, s2, s3, n);
    }
    FloatVector zero = FloatVector.zero(LANES);
    for (int i = 0; i < n; i += L) {
      FloatVector a0 = FloatVector.fromArray(LANES, activation, s0 + i);
      FloatVector a1 = FloatVector.fromArray(LANES, activation, s1 + i);
      FloatVector a2 = FloatVector.fromArray(LANES, activation, s2 + i);
      FloatVector a3 = FloatVector.fromArray(LANES, activation, s3 + i);
      FloatVector maximum = a0.max(a1).max(a2.max(a3));
      FloatVector rest = FloatVector.fromArray(LANES, gradient, g + i);
      VectorMask<Float> hit = a0.compare(VectorOperators.EQ, maximum);
      FloatVector sum = FloatVector.fromArray(LANES, dst, s0 + i).add(zero.blend(rest, hit));
      zero.blend(sum, a0.compare(VectorOperators.GT, 0f)).intoArray(dst, s0 + i);
      rest = rest.blend(zero, hit);
      hit = a1.compare(VectorOperators.EQ, maximum);
      sum = FloatVector.fromArray(LANES, dst, s1 + i).add(zero.blend(rest, hit));
      zero.blend(sum, a1.compare(VectorOperators.GT, 0f)).intoArray(dst, s1 + i);
      rest = rest.blend(zero, hit);
      hit = a2.compare(VectorOperators.EQ, maximum);
      sum = FloatVector.fromArray(LANES, dst, s2 + i).add(zero.blend(rest, hit));
      zero.blend(sum, a2.compare(VectorOperators.GT, 0f)).intoArray(dst, s2 + i);
      sum = FloatVector.fromArray(LANES, dst, s3 + i).add(rest.blend(zero, hit));
      zero.blend(sum, a3.compare(VectorOperators.GT, 0f)).intoArray(dst, s3 + i);
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
    if (!add) {
      clear(dst, s0, s1, s2, s3, n);
    }
    addQuarter(activation, gradient, g, dst, s0, n);
    addQuarter(activation, gradient, g, dst, s1, n);
    addQuarter(activation, gradient, g, dst, s2, n);
    addQuarter(activation, gradient, g, dst, s3, n);
  }

  private static void clear(float[] dst, int s0, int s1, int s2, int s3, int n) {
    Arrays.fill(dst, s0, s0 + n, 0f);
    Arrays.fill(dst, s1, s1 + n, 0f);
    Arrays.fill(dst, s2, s2 + n, 0f);
    Arrays.fill(dst, s3, s3 + n, 0f);
  }

  private static void addQuarter(
      float[] activation, float[] gradient, int g, float[] dst, int at, int n) {
    FloatVector zero = FloatVector.zero(LANES);
    for (int i = 0; i < n; i += L) {
      FloatVector sum =
          FloatVector.fromArray(LANES, gradient, g + i)
              .lanewise(VectorOperators.FMA, 0.25f, FloatVector.fromArray(LANES, dst, at + i));
      VectorMask<Float> on =
          FloatVector.fromArray(LANES, activation, at + i).compare(VectorOperators.GT, 0f);
      zero.blend(sum, on).intoArray(dst, at + i);
    }
  }

  @Override
  public void mask(float[] activation, float[] data, int at, int n) {
    FloatVector zero = FloatVector.zero(LANES);
    for (int i = at; i < at + n; i += L) {
      VectorMask<Float> on =
          FloatVector.fromArray(LANES, activation, i).compare(VectorOperators.GT, 0f);
      zero.blend(FloatVector.fromArray(LANES, data, i), on).intoArray(data, i);
    }
  }
}
