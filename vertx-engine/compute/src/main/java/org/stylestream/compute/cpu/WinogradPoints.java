package org.stylestream.compute.cpu;

/**
 * The points 0, ±A, ±B, ∞ at which Winograd's F(4×4, 3×3) evaluates its polynomials, and what their
 * products give the transforms (Lavin and Gray, "Fast Algorithms for Convolutional Neural
 * Networks", arXiv:1509.09308, section 4.3, with points of our own). With the rows in the points'
 * order,
 *
 * <pre>
 *      ⎡A²B²   0    −A²−B²   0    1  0⎤        ⎡1   1   1   1   1  0⎤
 *      ⎢ 0   −AB²    −B²     A    1  0⎥        ⎢0   A  −A   B  −B  0⎥
 * Bᵀ = ⎢ 0    AB²    −B²    −A    1  0⎥   Aᵀ = ⎢0   A²  A²  B²  B² 0⎥
 *      ⎢ 0   −A²B    −A²     B    1  0⎥        ⎣0   A³ −A³  B³ −B³ 1⎦
 *      ⎢ 0    A²B    −A²    −B    1  0⎥
 *      ⎣ 0    A²B²    0    −A²−B² 0  1⎦
 * </pre>
 *
 * <p>With the usual points, 1 and 2, single precision's error is about five times that of a direct
 * convolution; points that are nearly each other's reciprocals halve it (on the choice of points
 * see Barabasz et al., "Error Analysis and Improving the Accuracy of Winograd Convolution for Deep
 * Neural Networks", arXiv:1803.10986). Of the pairs among fifteen fractions from 1/4 to 3 these had
 * the least error on VGG19's features whose powers and products are exact.
 */
public final class WinogradPoints {
  public static final float A = 5 / 8f;
  public static final float B = 3 / 2f;
  public static final float A2 = A * A;
  public static final float B2 = B * B;
  public static final float A3 = A2 * A;
  public static final float B3 = B2 * B;
  public static final float A2B2 = A2 * B2;
  public static final float A2_PLUS_B2 = A2 + B2;

  private WinogradPoints() {}
}
