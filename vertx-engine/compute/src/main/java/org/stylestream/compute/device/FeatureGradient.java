package org.stylestream.compute.device;

/**
 * The gradient at a tapped layer, for the positions that its feature map shows; terms add to it.
 */
public interface FeatureGradient {
  /**
   * gradient += factor · F·D.
   *
   * @param matrix D, symmetric, channels × channels
   */
  void addProduct(double factor, FeatureMap features, Vector matrix);

  /**
   * gradient_p += factor · weight_p · F_p·D at every position p.
   *
   * @param weights height × width of the whole map
   * @param matrix D, symmetric, channels × channels
   */
  void addProduct(double factor, FeatureMap features, Vector weights, Vector matrix);

  /**
   * gradient_p += factor · r at every position p.
   *
   * @param row r, a value a channel
   */
  void addToAll(double factor, FeatureMap features, Vector row);

  /**
   * gradient_p += factor · weight_p · r at every position p.
   *
   * @param weights height × width of the whole map
   * @param row r, a value a channel
   */
  void addToAll(double factor, FeatureMap features, Vector weights, Vector row);

  /**
   * gradient += factor · (F − P).
   *
   * @param target P, height × width × channels of the whole map
   */
  void addDifference(double factor, FeatureMap features, Vector target);

  /**
   * gradient += factor · F at the positions at least {@code border} from every edge of the whole
   * map.
   */
  void addInside(double factor, FeatureMap features, int border);
}
