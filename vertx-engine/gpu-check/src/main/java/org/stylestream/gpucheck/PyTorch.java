package org.stylestream.gpucheck;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.stylestream.compute.network.ConvolutionLayer;
import org.stylestream.compute.network.NetworkWeights;

/** The same loss by PyTorch, in a process of its own. */
final class PyTorch implements AutoCloseable {
  /** As PyTorch comes; and what its users set to make it faster, each with what is before it. */
  static final List<String> WAYS = List.of("eager", "tf32", "cudnn.benchmark", "channels-last");

  private static final String SCRIPT = "pytorch.py";
  private static final int MOST_SECONDS_TO_IMPORT = 120;

  private final Path folder;
  private final Process process;
  private final PrintWriter questions;
  private final BufferedReader answers;
  private final String version;

  private PyTorch(NetworkWeights weights, String device) throws IOException {
    folder = Files.createTempDirectory("stylestream-pytorch-");
    folder.toFile().deleteOnExit();
    try (InputStream script = PyTorch.class.getResourceAsStream(SCRIPT)) {
      Files.copy(script, file(SCRIPT));
    }
    write(weights);
    process =
        new ProcessBuilder("python3", file(SCRIPT).toString(), folder.toString(), device)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    questions = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    answers = process.inputReader(StandardCharsets.UTF_8);
    version = answer();
  }

  /**
   * PyTorch, where a python3 with torch can use a device.
   *
   * @param device as PyTorch calls it: {@code cuda} or {@code cpu}
   * @throws IOException if the weights can't be written for it, or its process fails
   */
  static Optional<PyTorch> find(NetworkWeights weights, String device) throws IOException {
    String question = "import torch; torch.zeros(1, device='%s')".formatted(device);
    return succeeds("python3", "-c", question)
        ? Optional.of(new PyTorch(weights, device))
        : Optional.empty();
  }

  private static boolean succeeds(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (process.waitFor(MOST_SECONDS_TO_IMPORT, TimeUnit.SECONDS)) {
        return process.exitValue() == 0;
      }
      process.destroyForcibly();
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (IOException e) {
      return false; // There is no python3.
    }
  }

  private void write(NetworkWeights weights) throws IOException {
    StringBuilder layers = new StringBuilder();
    for (int l = 0; l < weights.topology().layers().size(); l++) {
      ConvolutionLayer layer = weights.topology().layers().get(l);
      layers.append("%s %d %d%n".formatted(layer.name(), layer.inputs(), layer.outputs()));
      write(layer.name() + ".kernel", weights.kernel(l));
      write(layer.name() + ".bias", weights.bias(l));
    }
    Files.writeString(file("layers"), layers);
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

  private String answer() throws IOException {
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("PyTorch's process ended");
    }
    return answer;
  }

  /** PyTorch's version, and the one of its CUDA. */
  String version() {
    return version;
  }

  /**
   * Measures one way.
   *
   * @throws IOException if PyTorch can't do it, with its reason
   */
  Timing measure(MeasuredRun run, Rounds plan, String optimizer, String way) throws IOException {
    write("content", run.content().pixels());
    write("style", run.style().pixels());
    questions.println(
        "%d %s %d %d %d %s"
            .formatted(
                run.side(), optimizer, plan.iterations(), plan.rounds(), plan.seconds(), way));
    String answer = answer();
    String[] numbers = answer.split(" ");
    if (answer.startsWith("failed") || numbers.length != 3) {
      throw new IOException(answer);
    }
    return new Timing(
        Double.parseDouble(numbers[0]),
        Double.parseDouble(numbers[1]),
        Double.parseDouble(numbers[2]));
  }

  @Override
  public void close() {
    questions.close();
    process.destroy();
  }
}
