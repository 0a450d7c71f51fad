package org.stylestream.compute.conformance;

import java.util.LinkedHashMap;
import java.util.Map;
import org.stylestream.compute.network.ConvolutionLayer;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.compute.network.Pooling;

/** The network straight from its definition, in double precision. */
final class ReferenceNetwork {
  private static final double[] MEANS = {103.939, 116.779, 123.68};

  /** A map of height × width × channels. */
  record Map3(int height, int width, int channels, double[] data) {
    double at(int y, int x, int c) {
      boolean inside = y >= 0 && x >= 0 && y < height && x < width;
      return inside ? data[(y * width + x) * channels + c] : 0;
    }
  }

  private ReferenceNetwork() {}

  /** The features of every layer. */
  static Map<String, Map3> features(
      NetworkWeights weights, Pooling pooling, double[] rgb, int height, int width) {
    double[] bgr = new double[rgb.length];
    for (int i = 0; i < rgb.length; i++) {
      bgr[i] = rgb[i / 3 * 3 + 2 - i % 3] - MEANS[i % 3];
    }
    Map3 map = new Map3(height, width, 3, bgr);
    Map<String, Map3> features = new LinkedHashMap<>();
    int block = 1;
    for (int l = 0; l < weights.topology().layers().size(); l++) {
      ConvolutionLayer layer = weights.topology().layers().get(l);
      if (layer.block() > block) {
        block = layer.block();
        map = pool(map, pooling);
      }
      map = convolve(map, weights.kernel(l), weights.bias(l));
      features.put(layer.name(), map);
    }
    return features;
  }

  private static Map3 convolve(Map3 in, float[] kernel, float[] bias) {
    int outputs = bias.length;
    double[] out = new double[in.height * in.width * outputs];
    for (int i = 0; i < out.length; i++) {
      int o = i % outputs;
      int x = i / outputs % in.width;
      int y = i / outputs / in.width;
      double sum = bias[o];
      for (int tap = 0; tap < 9; tap++) {
        for (int c = 0; c < in.channels; c++) {
          sum +=
              in.at(y + tap / 3 - 1, x + tap % 3 - 1, c)
                  * kernel[(tap * in.channels + c) * outputs + o];
        }
      }
      out[i] = Math.max(0, sum);
    }
    return new Map3(in.height, in.width, outputs, out);
  }

  private static Map3 pool(Map3 in, Pooling pooling) {
    int height = in.height / 2;
    int width = in.width / 2;
    double[] out = new double[height * width * in.channels];
    for (int i = 0; i < out.length; i++) {
      int c = i % in.channels;
      int x = i / in.channels % width * 2;
      int y = i / in.channels / width * 2;
      double a = in.at(y, x, c);
      double b = in.at(y, x + 1, c);
      double d = in.at(y + 1, x, c);
      double e = in.at(y + 1, x + 1, c);
      out[i] =
          pooling == Pooling.MAX ? Math.max(Math.max(a, b), Math.max(d, e)) : (a + b + d + e) / 4;
    }
    return new Map3(height, width, in.channels, out);
  }
}
