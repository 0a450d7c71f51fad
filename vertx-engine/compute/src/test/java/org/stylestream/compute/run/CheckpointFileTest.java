package org.stylestream.compute.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.objective.Loss;
import org.stylestream.compute.optimizer.OptimizerState;
import org.stylestream.compute.tensor.SafetensorsWriter;
import org.stylestream.compute.tensor.Tensor;

class CheckpointFileTest {
  private static final float[] POINT = {1, 2, Float.MIN_VALUE};
  private static final Checkpoint CHECKPOINT =
      new Checkpoint(
          2,
          Optional.of(
              new Checkpoint.Progress(
                  1,
                  Math.PI,
                  new OptimizerState(
                      "adam",
                      POINT.length,
                      Map.of("point", () -> POINT),
                      Map.of("loss", new double[] {0.1}, "none", new double[0])))),
          new Image(1, 1, new float[] {-1, 300, 0.1f}),
          List.of(loss(3.3, 0.3), loss(2.2, 1e-300)),
          17,
          12.5,
          Map.of("options", "{\"size\": 400}"));

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("run.ckpt");
  }

  private static Loss loss(double content, double style) {
    return Loss.sum(List.of(new Loss.Term("content", content), new Loss.Term("style", style)));
  }

  @Test
  void readsWhatItWrote() throws IOException {
    CheckpointFile.write(file, CHECKPOINT);

    Checkpoint read = CheckpointFile.read(file);
    assertThat(read)
        .usingRecursiveComparison()
        .ignoringFieldsMatchingRegexes(".*tensors")
        .isEqualTo(CHECKPOINT);
    assertThat(state(read).tensors().keySet()).containsExactly("point");
    assertThat(state(read).point()).isEqualTo(POINT);
  }

  private static OptimizerState state(Checkpoint checkpoint) {
    return checkpoint.progress().orElseThrow().optimizer();
  }

  @Test
  void refusesATensorOfAFileThatHasChangedMeanwhile() throws IOException {
    CheckpointFile.write(file, CHECKPOINT);
    OptimizerState state = state(CheckpointFile.read(file));
    Files.setLastModifiedTime(file, FileTime.fromMillis(0));

    assertThatThrownBy(state::point)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageEndingWith(file + " has changed while it was read");
  }

  @Test
  void replacesTheFileAndLeavesNothingBeside() throws IOException {
    Files.writeString(file, "old");

    CheckpointFile.sink(file).save(CHECKPOINT);

    assertThat(CheckpointFile.read(file).stage()).isEqualTo(2);
    assertThat(folder).isDirectoryContaining(file::equals);
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void saysWhereACheckpointCantBeWritten() {
    Path nowhere = folder.resolve("missing/run.ckpt");

    assertThatThrownBy(() -> CheckpointFile.sink(nowhere).save(CHECKPOINT))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("The checkpoint " + nowhere + " can't be written: ");
  }

  @Test
  void refusesEveryTruncation() throws IOException {
    CheckpointFile.write(file, CHECKPOINT);
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));

      assertThatThrownBy(() -> CheckpointFile.read(file))
          .isInstanceOf(CheckpointFormatException.class)
          .hasMessageContaining(file.toString())
          .hasMessageMatching("[^\n]+");
    }
  }

  @Test
  void refusesEveryChangedByte() throws IOException {
    CheckpointFile.write(file, CHECKPOINT);
    byte[] whole = Files.readAllBytes(file);
    for (int at = 0; at < whole.length; at++) {
      byte[] changed = whole.clone();
      changed[at] ^= 1;
      Files.write(file, changed);

      assertThatThrownBy(() -> CheckpointFile.read(file))
          .as("byte %d", at)
          .isInstanceOf(CheckpointFormatException.class)
          .hasMessageContaining(file.toString())
          .hasMessageMatching("[^\n]+");
    }
  }

  @Test
  void refusesForeignFiles() throws IOException {
    Files.writeString(file, "{\"a\": 1, \"text\": \"but no safetensors\"}");
    Path weights = folder.resolve("weights.safetensors");
    SafetensorsWriter.write(weights, Map.of("format", "pt"), List.of());

    assertThatThrownBy(() -> CheckpointFile.read(file))
        .isInstanceOf(CheckpointFormatException.class)
        .hasMessageStartingWith(file + " is no safetensors file");
    assertThatThrownBy(() -> CheckpointFile.read(weights))
        .isInstanceOf(CheckpointFormatException.class)
        .hasMessage(
            weights
                + " is no checkpoint of this version; its metadata must have the format"
                + " 'stylestream checkpoint 1'");
  }

  @Test
  void refusesACheckpointThatLacksSomething() throws IOException {
    Map<String, String> format = Map.of("format", "stylestream checkpoint 1");
    SafetensorsWriter.write(file, format, List.of());
    Path noImage = folder.resolve("no-image.ckpt");
    SafetensorsWriter.write(
        noImage,
        Map.of(
            "format", "stylestream checkpoint 1",
            "stage", "0",
            "evaluations", "0",
            "seconds", "0",
            "terms", ""),
        List.of(Tensor.of("image", new float[] {1, 2}, 1, 2)));

    assertThatThrownBy(() -> CheckpointFile.read(file))
        .isInstanceOf(CheckpointFormatException.class)
        .hasMessage(file + " is a damaged checkpoint: its metadata lacks stage");
    assertThatThrownBy(() -> CheckpointFile.read(noImage))
        .isInstanceOf(CheckpointFormatException.class)
        .hasMessage(
            noImage
                + " is a damaged checkpoint: its image is of the shape [1, 2]; it must be height ×"
                + " width × 3");
  }
}
