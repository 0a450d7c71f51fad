package org.stylestream.compute.cpu;

/**
 * What happens to a result on its way to its place.
 *
 * @param operand the bias, one value a channel; or the activations that mask, indexed like the
 *     target
 */
public record Epilogue(Kind kind, float[] operand) {
  private static final float[] NONE = {};

  /** With r the result, t the target, o the operand. */
  public enum Kind {
    /** t = r */
    COPY,
    /** t = t + r */
    ADD,
    /** t = max(0, r + o) */
    BIAS_RELU,
    /** t = r where o &gt; 0, else 0 */
    MASK,
    /** t = t + r where o &gt; 0, else 0 */
    ADD_MASK
  }

  static Epilogue copy() {
    return new Epilogue(Kind.COPY, NONE);
  }

  static Epilogue add() {
    return new Epilogue(Kind.ADD, NONE);
  }

  static Epilogue biasRelu(float[] bias) {
    return new Epilogue(Kind.BIAS_RELU, bias);
  }

  static Epilogue mask(float[] activation, boolean add) {
    return new Epilogue(add ? Kind.ADD_MASK : Kind.MASK, activation);
  }
}
