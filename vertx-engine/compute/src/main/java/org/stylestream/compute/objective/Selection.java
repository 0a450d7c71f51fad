package org.stylestream.compute.objective;

/** What a {@link SelectionTerm} multiplies a layer's feature map with, element by element. */
interface Selection {
  /**
   * Chooses S for a feature map F; both height × width × channels.
   *
   * @param selected overwritten with S
   */
  void select(float[] features, int height, int width, float[] selected);

  /** d(F·S)/dF over S: 2 where S is F itself, 1 where it is constant. */
  double slope();
}
