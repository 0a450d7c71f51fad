package org.stylestream.compute.dl4j;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.modelimport.keras.KerasModelImport;
import org.deeplearning4j.nn.modelimport.keras.exceptions.InvalidKerasConfigurationException;
import org.deeplearning4j.nn.modelimport.keras.exceptions.UnsupportedKerasConfigurationException;
import org.deeplearning4j.util.ModelSerializer;
import org.stylestream.compute.network.NetworkFileReader;
import org.stylestream.compute.network.NetworkFormatException;
import org.stylestream.compute.network.NetworkWeights;

/**
 * Reads networks from Deeplearning4j's zip archives, and from whole Keras models (configuration and
 * weights in one HDF5 file) by Deeplearning4j's import. Filters are taken to be for BGR input with
 * the means subtracted, as Keras' VGG19 is and Deeplearning4j's, which was made from it.
 */
public final class Dl4jNetworkReader implements NetworkFileReader {
  @Override
  public NetworkWeights read(Path path, String name) throws IOException {
    try (InputStream input = Files.newInputStream(path)) {
      boolean zip = input.read() == 'P';
      ComputationGraph graph = zip ? archived(path) : imported(path);
      try {
        return new GraphWalk(path.toString(), graph).weights(name);
      } finally {
        graph.close();
      }
    } catch (RuntimeException | LinkageError e) {
      throw unreadable(path, e);
    }
  }

  /** A graph, or a plain row of layers, which is read as one. */
  private static ComputationGraph archived(Path path) throws IOException {
    try {
      return ModelSerializer.restoreComputationGraph(path.toFile(), false);
    } catch (RuntimeException | IOException e) {
      return ModelSerializer.restoreMultiLayerNetwork(path.toFile(), false).toComputationGraph();
    }
  }

  private static ComputationGraph imported(Path path) throws IOException {
    try {
      return functional(path);
    } catch (InvalidKerasConfigurationException | UnsupportedKerasConfigurationException e) {
      throw unreadable(path, e);
    }
  }

  private static ComputationGraph functional(Path path)
      throws IOException,
          InvalidKerasConfigurationException,
          UnsupportedKerasConfigurationException {
    try {
      return KerasModelImport.importKerasModelAndWeights(path.toString(), false);
    } catch (InvalidKerasConfigurationException e) {
      return KerasModelImport.importKerasSequentialModelAndWeights(path.toString(), false)
          .toComputationGraph();
    }
  }

  private static NetworkFormatException unreadable(Path path, Throwable cause) {
    return new NetworkFormatException(
        "%s can't be read as a Deeplearning4j archive or as a whole Keras model; give a file that ModelSerializer or model.save wrote"
            .formatted(path),
        cause);
  }
}
