package org.stylestream.compute.cpu;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.jhdf.HdfFile;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.stylestream.compute.network.ConvolutionLayer;
import org.stylestream.compute.network.NetworkTopology;
import org.stylestream.compute.network.NetworkWeights;

/** A network and what PyTorch computes with it in double precision. */
final class GoldenTensors {
  private static final String VGG19 = "vgg19_weights_tf_dim_ordering_tf_kernels_notop.h5";

  private record Place(String type, int from, int to) {}

  private final NetworkWeights weights;
  private final ByteBuffer data;
  private final Map<String, Place> places = new HashMap<>();

  private GoldenTensors(Path tensors, Path network) throws IOException {
    weights = weights(network);
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(tensors)).order(ByteOrder.LITTLE_ENDIAN);
    int header = (int) file.getLong();
    try (JsonParser json = new JsonFactory().createParser(file.array(), 8, header)) {
      readHeader(json);
    }
    data = file.slice(8 + header, file.capacity() - 8 - header).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * The tiny network's, which travel with the tests; or {@code vgg19}'s, where the machine has
   * them.
   */
  static GoldenTensors of(String network) {
    try {
      if (network.equals("tiny")) {
        Path folder = Path.of(GoldenTensors.class.getResource("/goldens").toURI());
        return new GoldenTensors(
            folder.resolve("tiny.safetensors"), folder.resolve("tiny_vgg19_notop.h5"));
      }
      String models = System.getenv("STYLESTREAM_MODELS");
      assumeTrue(models != null, "STYLESTREAM_MODELS names no folder, so VGG19 isn't tested");
      Path weights = Path.of(models, VGG19);
      Path goldens = Path.of(models).resolveSibling("goldens").resolve("vgg19.safetensors");
      assumeTrue(Files.exists(weights), weights + " is missing, so VGG19 isn't tested");
      assumeTrue(Files.exists(goldens), goldens + " is missing, so VGG19 isn't tested");
      return new GoldenTensors(goldens, weights);
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  NetworkWeights weights() {
    return weights;
  }

  /** The values of a tensor. */
  double[] doubles(String name) {
    Place place = places.get(name);
    ByteBuffer bytes = data.slice(place.from, place.to - place.from).order(data.order());
    int size =
        switch (place.type) {
          case "F64" -> 8;
          case "F32" -> 4;
          default -> 1;
        };
    double[] values = new double[bytes.capacity() / size];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (size) {
            case 8 -> bytes.getDouble(8 * i);
            case 4 -> bytes.getFloat(4 * i);
            default -> bytes.get(i) & 255;
          };
    }
    return values;
  }

  /** The values of a tensor. */
  float[] floats(String name) {
    double[] values = doubles(name);
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private void readHeader(JsonParser json) throws IOException {
    json.nextToken();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      String type = "";
      List<Integer> offsets = new ArrayList<>();
      String field = "";
      for (int depth = json.nextToken() == JsonToken.START_OBJECT ? 1 : 0; depth > 0; ) {
        JsonToken token = json.nextToken();
        if (token == JsonToken.FIELD_NAME) {
          field = json.currentName();
        } else if (token == JsonToken.VALUE_STRING && field.equals("dtype")) {
          type = json.getText();
        } else if (token == JsonToken.VALUE_NUMBER_INT && field.equals("data_offsets")) {
          offsets.add(json.getIntValue());
        } else if (token == JsonToken.START_OBJECT) {
          depth++;
        } else if (token == JsonToken.END_OBJECT) {
          depth--;
        }
      }
      if (offsets.size() == 2) {
        places.put(name, new Place(type, offsets.get(0), offsets.get(1)));
      }
    }
  }

  private static NetworkWeights weights(Path file) {
    List<ConvolutionLayer> layers = new ArrayList<>();
    List<float[]> kernels = new ArrayList<>();
    List<float[]> biases = new ArrayList<>();
    try (HdfFile hdf = new HdfFile(file)) {
      for (String name : NetworkTopology.layerNames()) {
        String path = "/" + name + "/" + name;
        float[] bias = (float[]) hdf.getDatasetByPath(path + "_b_1:0").getDataFlat();
        float[] kernel = (float[]) hdf.getDatasetByPath(path + "_W_1:0").getDataFlat();
        int inputs = kernel.length / 9 / bias.length;
        layers.add(
            new ConvolutionLayer(name, name.charAt(5) - '0', inputs, bias.length, bias.length));
        kernels.add(kernel);
        biases.add(bias);
      }
    }
    return new NetworkWeights("golden", new NetworkTopology(layers), kernels, biases);
  }
}
