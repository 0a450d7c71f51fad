package org.stylestream.compute.cuda;

import java.util.Arrays;
import java.util.List;

/**
 * A kernel's arguments, each in as many slots of eight bytes as it needs, in the order of its
 * parameters.
 */
public final class Arguments {
  /** The most vectors that a kernel takes at once, as {@code kernels.cu} has it. */
  static final int MOST_OPERANDS = 224;

  private long[] slots = new long[16];
  private int[] starts = new int[16];
  private int used;
  private int count;

  private Arguments begin(int size) {
    if (used + size > slots.length) {
      slots = Arrays.copyOf(slots, used + size);
    }
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, 2 * count);
    }
    starts[count++] = used;
    return this;
  }

  private Arguments put(long value) {
    slots[used++] = value;
    return this;
  }

  /** A pointer, or a number of 64 bits. */
  Arguments add(long value) {
    return begin(1).put(value);
  }

  /** A number of 32 bits: its bytes are a slot's first ones. */
  Arguments add(int value) {
    return begin(1).put(value & 0xffffffffL);
  }

  Arguments add(float value) {
    return begin(1).put(Float.floatToRawIntBits(value) & 0xffffffffL);
  }

  Arguments add(double value) {
    return begin(1).put(Double.doubleToRawLongBits(value));
  }

  /**
   * The struct {@code Operands}.
   *
   * @param factors as many as {@code vectors}, or none
   * @param vectors addresses, at most {@link #MOST_OPERANDS}
   */
  Arguments addOperands(double[] factors, List<Long> vectors) {
    begin(1 + 2 * MOST_OPERANDS);
    put(vectors.size());
    for (int i = 0; i < MOST_OPERANDS; i++) {
      put(i < factors.length ? Double.doubleToRawLongBits(factors[i]) : 0);
    }
    for (int i = 0; i < MOST_OPERANDS; i++) {
      put(i < vectors.size() ? vectors.get(i) : 0);
    }
    return this;
  }

  /** The arguments one after the other. */
  public long[] slots() {
    return Arrays.copyOf(slots, used);
  }

  /** Where in {@link #slots} each argument begins. */
  public int[] starts() {
    return Arrays.copyOf(starts, count);
  }
}
