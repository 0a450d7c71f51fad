package org.stylestream.compute.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.objective.Loss;
import org.stylestream.compute.optimizer.Moments;
import org.stylestream.compute.optimizer.OptimizerState;
import org.stylestream.compute.tensor.SafetensorsException;
import org.stylestream.compute.tensor.SafetensorsReader;
import org.stylestream.compute.tensor.SafetensorsWriter;
import org.stylestream.compute.tensor.Tensor;

/**
 * Checkpoints as safetensors files: the tensors {@code image} (height × width × 3), {@code losses}
 * (iterations + 1 × terms + 1, each row the total and then the terms), {@code optimizer/tensor/…},
 * {@code optimizer/number/…} and {@code learnt/…}; the rest is metadata, the caller's under {@code
 * job/…}, with a checksum of everything.
 */
public final class CheckpointFile {
  private static final String FORMAT = "format";
  private static final String FORMAT_VALUE = "stylestream checkpoint 1";
  private static final String STAGE = "stage";
  private static final String EVALUATIONS = "evaluations";
  private static final String SECONDS = "seconds";
  private static final String TERMS = "terms";
  private static final String CHECKSUM = "crc32c";
  private static final String OPTIMIZER = "optimizer";
  private static final String ITERATIONS = "iterations";
  private static final String START_LOSS = "start_loss";
  private static final String JOB = "job/";
  private static final String IMAGE = "image";
  private static final String LOSSES = "losses";
  private static final String TENSOR = "optimizer/tensor/";
  private static final String NUMBER = "optimizer/number/";
  private static final String LEARNT_STEPS = "learnt_steps";
  private static final String LEARNT_MEAN = "learnt/mean";
  private static final String LEARNT_MEAN_SQUARE = "learnt/meanSquare";
  private static final String SEPARATOR = "\n";

  private CheckpointFile() {}

  /** A sink that replaces one file; it throws {@link UncheckedIOException} where that fails. */
  public static CheckpointSink sink(Path path) {
    return checkpoint -> {
      try {
        write(path, checkpoint);
      } catch (IOException e) {
        throw new UncheckedIOException(
            "The checkpoint %s can't be written: %s".formatted(path, e.getMessage()), e);
      }
    };
  }

  /**
   * Creates or replaces a file, whole or not at all.
   *
   * @param path its folder exists
   */
  public static void write(Path path, Checkpoint checkpoint) throws IOException {
    List<Tensor> tensors = new ArrayList<>();
    Image image = checkpoint.image();
    tensors.add(Tensor.of(IMAGE, image.pixels(), image.height(), image.width(), Image.CHANNELS));
    tensors.add(losses(checkpoint.losses()));
    Map<String, String> metadata = metadata(checkpoint);
    checkpoint.progress().ifPresent(progress -> add(progress, metadata, tensors));
    checkpoint.learnt().ifPresent(moments -> add(moments, metadata, tensors));
    metadata.put(CHECKSUM, CheckpointChecksum.of(checkpoint));
    SafetensorsWriter.write(path, metadata, tensors);
  }

  private static Map<String, String> metadata(Checkpoint checkpoint) {
    Map<String, String> metadata = new TreeMap<>();
    metadata.put(FORMAT, FORMAT_VALUE);
    metadata.put(STAGE, Integer.toString(checkpoint.stage()));
    metadata.put(EVALUATIONS, Integer.toString(checkpoint.evaluations()));
    metadata.put(SECONDS, Double.toString(checkpoint.seconds()));
    metadata.put(TERMS, String.join(SEPARATOR, terms(checkpoint.losses())));
    checkpoint.metadata().forEach((key, value) -> metadata.put(JOB + key, value));
    return metadata;
  }

  private static void add(
      Checkpoint.Progress progress, Map<String, String> metadata, List<Tensor> tensors) {
    OptimizerState state = progress.optimizer();
    metadata.put(ITERATIONS, Integer.toString(progress.iterations()));
    metadata.put(START_LOSS, Double.toString(progress.startLoss()));
    metadata.put(OPTIMIZER, state.optimizer());
    state
        .tensors()
        .forEach(
            (name, values) -> tensors.add(Tensor.ofFloats(TENSOR + name, values, state.length())));
    state
        .numbers()
        .forEach((name, values) -> tensors.add(Tensor.of(NUMBER + name, values, values.length)));
  }

  private static void add(Moments moments, Map<String, String> metadata, List<Tensor> tensors) {
    int length = moments.mean().length;
    metadata.put(LEARNT_STEPS, Integer.toString(moments.steps()));
    tensors.add(Tensor.of(LEARNT_MEAN, moments.mean(), length));
    tensors.add(Tensor.of(LEARNT_MEAN_SQUARE, moments.meanSquare(), length));
  }

  private static Optional<Moments> learnt(SafetensorsReader reader) throws IOException {
    if (!reader.metadata().containsKey(LEARNT_STEPS)) {
      return Optional.empty();
    }
    return Optional.of(
        new Moments(
            reader.floats(LEARNT_MEAN),
            reader.floats(LEARNT_MEAN_SQUARE),
            Integer.parseInt(metadata(reader, LEARNT_STEPS))));
  }

  private static List<String> terms(List<Loss> losses) {
    return losses.isEmpty()
        ? List.of()
        : losses.get(0).terms().stream().map(Loss.Term::name).toList();
  }

  private static Tensor losses(List<Loss> losses) {
    int columns = terms(losses).size() + 1;
    double[] values = new double[losses.size() * columns];
    int at = 0;
    for (Loss loss : losses) {
      values[at++] = loss.total();
      for (Loss.Term term : loss.terms()) {
        values[at++] = term.value();
      }
    }
    return Tensor.of(LOSSES, values, losses.size(), columns);
  }

  /**
   * Reads a checkpoint; the optimiser's tensors are checked, and read again when they are asked
   * for, with {@link UncheckedIOException} where the file has changed until then.
   *
   * @throws CheckpointFormatException if the file is truncated, damaged or something else
   */
  public static Checkpoint read(Path path) throws IOException {
    try (SafetensorsReader reader = SafetensorsReader.open(path)) {
      if (!FORMAT_VALUE.equals(reader.metadata().get(FORMAT))) {
        throw new CheckpointFormatException(
            "%s is no checkpoint of this version; its metadata must have the %s '%s'"
                .formatted(path, FORMAT, FORMAT_VALUE));
      }
      Checkpoint checkpoint = checkpoint(path, reader);
      if (!CheckpointChecksum.of(checkpoint).equals(metadata(reader, CHECKSUM))) {
        throw new IllegalArgumentException("its checksum is wrong");
      }
      return checkpoint;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (SafetensorsException e) {
      throw new CheckpointFormatException(e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new CheckpointFormatException(
          "%s is a damaged checkpoint: %s".formatted(path, e.getMessage()), e);
    }
  }

  private static Checkpoint checkpoint(Path path, SafetensorsReader reader) throws IOException {
    Map<String, String> job = new TreeMap<>();
    reader.metadata().keySet().stream()
        .filter(key -> key.startsWith(JOB))
        .forEach(key -> job.put(key.substring(JOB.length()), reader.metadata().get(key)));
    return new Checkpoint(
        Integer.parseInt(metadata(reader, STAGE)),
        progress(path, reader),
        image(reader),
        learnt(reader),
        losses(reader),
        Integer.parseInt(metadata(reader, EVALUATIONS)),
        Double.parseDouble(metadata(reader, SECONDS)),
        job);
  }

  private static String metadata(SafetensorsReader reader, String key) {
    return Optional.ofNullable(reader.metadata().get(key))
        .orElseThrow(() -> new IllegalArgumentException("its metadata lacks " + key));
  }

  private static Image image(SafetensorsReader reader) throws IOException {
    List<Integer> shape = reader.tensor(IMAGE).shape();
    if (shape.size() != 3 || shape.get(2) != Image.CHANNELS) {
      throw new IllegalArgumentException(
          "its image is of the shape %s; it must be height × width × 3".formatted(shape));
    }
    return new Image(shape.get(0), shape.get(1), reader.floats(IMAGE));
  }

  private static List<Loss> losses(SafetensorsReader reader) throws IOException {
    String text = metadata(reader, TERMS);
    List<String> terms = text.isEmpty() ? List.of() : List.of(text.split(SEPARATOR));
    double[] values = reader.doubles(LOSSES);
    int columns = terms.size() + 1;
    if (values.length % columns != 0) {
      throw new IllegalArgumentException(
          "its %d losses aren't rows of %d".formatted(values.length, columns));
    }
    List<Loss> losses = new ArrayList<>();
    for (int at = 0; at < values.length; at += columns) {
      losses.add(loss(terms, Arrays.copyOfRange(values, at, at + columns)));
    }
    return losses;
  }

  private static Loss loss(List<String> terms, double[] row) {
    List<Loss.Term> values = new ArrayList<>();
    for (int i = 0; i < terms.size(); i++) {
      values.add(new Loss.Term(terms.get(i), row[i + 1]));
    }
    return new Loss(row[0], values);
  }

  private static Optional<Checkpoint.Progress> progress(Path path, SafetensorsReader reader)
      throws IOException {
    if (!reader.metadata().containsKey(OPTIMIZER)) {
      return Optional.empty();
    }
    TensorFile file = TensorFile.of(path);
    Map<String, Supplier<float[]>> tensors = new TreeMap<>();
    Map<String, double[]> numbers = new TreeMap<>();
    for (String name : reader.tensors().keySet()) {
      if (name.startsWith(TENSOR)) {
        tensors.put(name.substring(TENSOR.length()), file.source(name));
      } else if (name.startsWith(NUMBER)) {
        numbers.put(name.substring(NUMBER.length()), reader.doubles(name));
      }
    }
    return Optional.of(
        new Checkpoint.Progress(
            Integer.parseInt(metadata(reader, ITERATIONS)),
            Double.parseDouble(metadata(reader, START_LOSS)),
            new OptimizerState(metadata(reader, OPTIMIZER), length(reader), tensors, numbers)));
  }

  private static int length(SafetensorsReader reader) throws IOException {
    return reader.length(TENSOR + OptimizerState.POINT);
  }
}
