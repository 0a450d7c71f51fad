package org.stylestream.service.job;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.stylestream.compute.features.LayerMaps;
import org.stylestream.compute.tensor.HalfPrecision;
import org.stylestream.protocol.event.FrameReference;
import org.stylestream.protocol.frame.Datatype;

/**
 * Feature maps as the elements that go over the wire: height × width × filters, little-endian.
 * Floats and halves are activations; integers have each filter's largest as white.
 */
public final class FeatureCodec {
  private FeatureCodec() {}

  /** What a layer's frame is. */
  static FrameReference reference(int height, int width, int filters, Datatype datatype) {
    return new FrameReference(height, width, filters, datatype);
  }

  /** The elements of a layer's frame. */
  static byte[] encode(LayerMaps maps, Datatype datatype) {
    float[] values = maps.values();
    ByteBuffer target =
        ByteBuffer.allocate(Math.multiplyExact(values.length, datatype.bytes()))
            .order(ByteOrder.LITTLE_ENDIAN);
    float[] whites = whites(maps);
    for (int i = 0; i < values.length; i++) {
      float share = values[i] / whites[i % whites.length];
      switch (datatype) {
        case U8 -> target.put((byte) (share * 255 + 0.5f));
        case U16 -> target.putShort((short) (int) (share * 65535 + 0.5f));
        case F16 -> target.putShort(HalfPrecision.fromFloat(values[i]));
        case F32 -> target.putFloat(values[i]);
      }
    }
    return target.array();
  }

  /**
   * The maps of a layer's frame of floats.
   *
   * @param layer its name
   * @param filters which they are, in order
   * @throws IllegalArgumentException if the frame isn't theirs
   */
  public static LayerMaps decode(
      String layer, List<Integer> filters, FrameReference frame, byte[] bytes) {
    if (frame.datatype() != Datatype.F32
        || frame.channels() != filters.size()
        || frame.bytes() != bytes.length) {
      throw new IllegalArgumentException(
          "a frame of %d bytes is none of %d filters".formatted(bytes.length, filters.size()));
    }
    float[] values = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return new LayerMaps(layer, frame.height(), frame.width(), filters, values);
  }

  private static float[] whites(LayerMaps maps) {
    float[] whites = new float[maps.filters().size()];
    Arrays.fill(whites, Float.MIN_NORMAL);
    for (int i = 0; i < maps.values().length; i++) {
      int filter = i % whites.length;
      whites[filter] = Math.max(whites[filter], maps.values()[i]);
    }
    return whites;
  }
}
