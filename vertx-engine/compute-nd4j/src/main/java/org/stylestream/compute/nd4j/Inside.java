package org.stylestream.compute.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The positions of a map that are at least so far from every edge, and room for a copy of them. */
final class Inside implements AutoCloseable {
  private final INDArray view;
  private final INDArray copy;
  private final NativeFloats room;

  /**
   * @param map of the shape; at least one position is left inside the border
   */
  Inside(NativeFloats map, MapShape shape, int border) {
    view = view(map, shape, border);
    room = new NativeFloats(view.length());
    copy = room.view('c', view.shape());
  }

  /** Whether anything is left inside the border. */
  static boolean exists(MapShape shape, int border) {
    return shape.height() > 2 * border && shape.width() > 2 * border;
  }

  static INDArray view(NativeFloats map, MapShape shape, int border) {
    INDArray whole = map.view('c', shape.sides());
    long rowStride = (long) shape.width() * shape.channels();
    long[] sides = {1, shape.height() - 2L * border, shape.width() - 2L * border, shape.channels()};
    return Nd4j.create(
        whole.data(),
        sides,
        new long[] {shape.length(), rowStride, shape.channels(), 1},
        border * rowStride + (long) border * shape.channels(),
        'c');
  }

  /** The map's numbers now, in {@link #room}. */
  INDArray copied() {
    return copy.assign(view);
  }

  NativeFloats room() {
    return room;
  }

  @Override
  public void close() {
    room.close();
  }
}
