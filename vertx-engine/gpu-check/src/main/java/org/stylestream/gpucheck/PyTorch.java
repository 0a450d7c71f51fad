package org.stylestream.gpucheck;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.stylestream.compute.network.ConvolutionLayer;
import org.stylestream.compute.network.NetworkWeights;

/** The same loss by PyTorch, in a process of its own. */
final class PyTorch {
  /** As PyTorch comes; and what its users set to make it faster, each with what is before it. */
  static final List<String> WAYS = List.of("eager", "tf32", "cudnn.benchmark", "channels-last");

  private static final String SCRIPT = "pytorch.py";

  private final Path folder;

  private PyTorch(Path folder) {
    this.folder = folder;
  }

  /**
   * PyTorch, where a python3 with torch sees a GPU.
   *
   * @throws IOException if the weights can't be written for it
   */
  static Optional<PyTorch> find(NetworkWeights weights) throws IOException {
    String question = "import torch, sys; sys.exit(0 if torch.cuda.is_available() else 1)";
    try {
      Process process =
          new ProcessBuilder("python3", "-c", question)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (process.waitFor() != 0) {
        return Optional.empty();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // There is no python3.
    }
    return Optional.of(with(weights));
  }

  private static PyTorch with(NetworkWeights weights) throws IOException {
    Path folder = Files.createTempDirectory("stylestream-pytorch-");
    folder.toFile().deleteOnExit();
    PyTorch pytorch = new PyTorch(folder);
    try (InputStream script = PyTorch.class.getResourceAsStream(SCRIPT)) {
      Files.copy(script, pytorch.file(SCRIPT));
    }
    StringBuilder layers = new StringBuilder();
    for (int l = 0; l < weights.topology().layers().size(); l++) {
      ConvolutionLayer layer = weights.topology().layers().get(l);
      layers.append("%s %d %d%n".formatted(layer.name(), layer.inputs(), layer.outputs()));
      pytorch.write(layer.name() + ".kernel", weights.kernel(l));
      pytorch.write(layer.name() + ".bias", weights.bias(l));
    }
    Files.writeString(pytorch.file("layers"), layers);
    return pytorch;
  }

  private Path file(String name) {
    Path file = folder.resolve(name);
    file.toFile().deleteOnExit();
    return file;
  }

  /** Writes numbers as the processor has them. */
  private void write(String name, float[] values) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.nativeOrder());
    bytes.asFloatBuffer().put(values);
    Files.write(file(name), bytes.array());
  }

  /**
   * Measures one way.
   *
   * @throws IOException if the process fails
   */
  Timing measure(int side, String optimizer, int iterations, String way) throws IOException {
    write("content", MeasuredRun.content(side).pixels());
    write("style", MeasuredRun.style(side).pixels());
    Process process =
        new ProcessBuilder(
                "python3",
                folder.resolve(SCRIPT).toString(),
                folder.toString(),
                Integer.toString(side),
                optimizer,
                Integer.toString(iterations),
                way)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String answer =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
    String[] numbers = answer.substring(answer.lastIndexOf('\n') + 1).split(" ");
    if (numbers.length != 3) {
      throw new IOException("PyTorch, %s, answered '%s'".formatted(way, answer));
    }
    return new Timing(
        Double.parseDouble(numbers[0]),
        Double.parseDouble(numbers[1]),
        Double.parseDouble(numbers[2]));
  }
}
