package org.stylestream.compute.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stylestream.compute.cpu.CpuDeviceProvider;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.DeviceOptions;
import org.stylestream.compute.device.Tiling;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.compute.preset.PresetOverrides;
import org.stylestream.compute.preset.Presets;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.compute.preset.StageSettings;
import org.stylestream.compute.preset.StylePreset;
import org.stylestream.compute.run.Checkpoint;
import org.stylestream.compute.run.CheckpointFile;
import org.stylestream.compute.run.Checkpointing;
import org.stylestream.compute.run.Outcome;
import org.stylestream.compute.run.Run;
import org.stylestream.compute.run.RunListener;
import org.stylestream.compute.run.RunResult;
import org.stylestream.compute.testing.Networks;

/** Runs in bands go on where they were broken off. */
class TiledRunTest {
  private static final List<Tiling> TILINGS = List.of(new Tiling(8, false), new Tiling(16, true));

  private final NetworkWeights weights = Networks.random("block5_conv4", 4, 6, 8, 10, 12);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"stylestream", "tf-tutorial", "crowsonkb"})
  void cancelledAnywhereAndResumedItEndsBitForBitTheSame(String preset) throws IOException {
    AtomicInteger asked = new AtomicInteger();
    Checkpointing none = Checkpointing.NONE;
    RunResult whole = run(preset, 2, none, () -> asked.incrementAndGet() < 0, Optional.empty());
    Path file = folder.resolve("run.ckpt");
    Checkpointing whenCancelled = new Checkpointing(0, true, CheckpointFile.sink(file), Map.of());
    for (int moment = 50; moment < asked.get(); moment += asked.get() / 6) {
      int last = moment;
      AtomicInteger now = new AtomicInteger();

      RunResult broken =
          run(preset, 1, whenCancelled, () -> now.incrementAndGet() > last, Optional.empty());
      RunResult resumed = run(preset, 3, none, Cancellation.NEVER, Optional.of(file));

      assertThat(broken.outcome()).isEqualTo(Outcome.CANCELLED);
      assertThat(resumed.losses()).isEqualTo(whole.losses());
      assertThat(resumed.image().pixels()).isEqualTo(whole.image().pixels());
    }
  }

  @Test
  void whatAdamHasLearntOutlivesABreakBetweenTwoScales() throws IOException {
    List<Image> shown = new ArrayList<>();
    AtomicBoolean cancelled = new AtomicBoolean();
    RunListener listener =
        iteration -> {
          shown.add(iteration.image().read());
          cancelled.set(iteration.indexInStage() == iteration.plannedInStage());
        };
    Path file = folder.resolve("run.ckpt");
    Checkpointing whenCancelled = new Checkpointing(0, true, CheckpointFile.sink(file), Map.of());
    RunResult whole =
        run("crowsonkb", 2, listener, Checkpointing.NONE, Cancellation.NEVER, Optional.empty());
    cancelled.set(false);

    RunResult broken =
        run("crowsonkb", 2, listener, whenCancelled, cancelled::get, Optional.empty());
    Checkpoint saved = CheckpointFile.read(file);
    RunResult resumed =
        run("crowsonkb", 2, listener, Checkpointing.NONE, Cancellation.NEVER, Optional.of(file));

    assertThat(saved.stage()).isEqualTo(1);
    assertThat(saved.learnt().orElseThrow().steps()).isEqualTo(3);
    assertThat(broken.image().pixels()).isEqualTo(shown.get(3).pixels());
    assertThat(resumed.losses()).isEqualTo(whole.losses());
    assertThat(resumed.image().pixels())
        .isEqualTo(whole.image().pixels())
        .isEqualTo(shown.get(6).pixels());
  }

  private RunResult run(
      String preset,
      int threads,
      Checkpointing checkpointing,
      Cancellation cancellation,
      Optional<Path> from)
      throws IOException {
    return run(preset, threads, iteration -> {}, checkpointing, cancellation, from);
  }

  private RunResult run(
      String preset,
      int threads,
      RunListener listener,
      Checkpointing checkpointing,
      Cancellation cancellation,
      Optional<Path> from)
      throws IOException {
    try (Device device = new CpuDeviceProvider().open("cpu", new DeviceOptions(threads));
        StyleTransfer transfer = new StyleTransfer(device, weights, job(preset))) {
      Run run = new Run(device, transfer.plan(TILINGS), listener, checkpointing, cancellation);
      return from.isPresent()
          ? run.resume(CheckpointFile.read(from.get()))
          : run.start(transfer.start());
    }
  }

  private static StyleTransferJob job(String preset) {
    StylePreset own = Presets.named(preset);
    PresetOverrides atItsSize =
        new PresetOverrides(
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(new SizeRule.Native()),
            OptionalInt.empty());
    return new StyleTransferJob(
        image(91, 73),
        List.of(new StyleImage(image(60, 50), 1)),
        atItsSize
            .apply(own)
            .withStages(List.of(new StageSettings(0.5, 3), new StageSettings(1, 3))),
        Optional.empty(),
        1);
  }

  private static Image image(int height, int width) {
    return new Image(height, width, Networks.image(height, width));
  }
}
