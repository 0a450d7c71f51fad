package org.stylestream.gpucheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.DeviceOptions;
import org.stylestream.compute.device.InstalledDevices;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.compute.optimizer.LbfgsSettings;
import org.stylestream.compute.run.Iteration;
import org.stylestream.compute.testing.Networks;

/** What is measured is a run of one stage at its size, from the content image on. */
class MeasuredRunTest {
  private static final NetworkWeights WEIGHTS = Networks.random("block5_conv1", 4, 4, 4, 4, 4);
  private static Optional<PyTorch> pytorch = Optional.empty();

  @BeforeAll
  static void find() throws IOException {
    pytorch = PyTorch.find(WEIGHTS, "cpu");
  }

  @AfterAll
  static void close() {
    pytorch.ifPresent(PyTorch::close);
  }

  private static PyTorch pytorch() {
    assumeTrue(pytorch.isPresent(), "there is no python3 with torch");
    return pytorch.get();
  }

  @Test
  void hasAsManyIterationsAsItIsAskedForAndGetsOn() {
    List<Iteration> iterations = new ArrayList<>();
    MeasuredRun run = MeasuredRun.of(WEIGHTS, 32, LbfgsSettings.DEFAULT, 7);
    try (Device device = InstalledDevices.find().open("cpu", new DeviceOptions(1))) {
      run.run(device, iterations::add);
    }
    assertThat(iterations.stream().map(Iteration::index)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    Iteration last = iterations.get(7);
    assertThat(last.image().width()).isEqualTo(32);
    assertThat(last.loss().total()).isLessThan(iterations.get(0).loss().total());
    assertThat(last.evaluations()).isGreaterThanOrEqualTo(8);
  }

  @Test
  void picturesAreNeitherFlatNorBeyondWhatPixelsCanBe() {
    MeasuredRun run = MeasuredRun.of(WEIGHTS, 64, LbfgsSettings.DEFAULT, 1);
    assertThat(run.content().pixels()).hasSize(3 * 64 * 64);
    for (float value : run.style().pixels()) {
      assertThat(value).isBetween(0f, 255f);
    }
    assertThat(run.style().pixels()).isNotEqualTo(run.content().pixels());
  }

  @ParameterizedTest
  @ValueSource(strings = {"lbfgs", "adam"})
  void pyTorchMeasuresTheSameLoss(String optimizer) throws IOException {
    PyTorch theirs = pytorch();
    Rounds plan = new Rounds(6, 1, 1);
    MeasuredRun run = MeasuredRun.of(WEIGHTS, 32, LbfgsSettings.DEFAULT, Rounds.WARM_UP + 6);
    try (Device device = InstalledDevices.find().open("cpu", new DeviceOptions(1))) {
      Timing ours = run.time(device);
      for (String way : PyTorch.WAYS) {
        Timing timing = theirs.measure(run, plan, optimizer, way);
        assertThat(timing.loss()).isCloseTo(ours.loss(), withinPercentage(0.01));
        assertThat(timing.evaluationsAnIteration()).isBetween(1.0, 3.0);
        assertThat(timing.millisecondsAnIteration()).isPositive();
      }
    }
  }

  @Test
  void whatPyTorchCannotDoIsToldAndTheNextIsMeasured() throws IOException {
    PyTorch theirs = pytorch();
    MeasuredRun run = MeasuredRun.of(WEIGHTS, 32, LbfgsSettings.DEFAULT, 1);
    assertThatThrownBy(() -> theirs.measure(run, new Rounds(1, 1, 1), "adam", "by-magic"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("by-magic");
    assertThat(theirs.measure(run, new Rounds(1, 1, 1), "adam", "eager").loss()).isPositive();
  }
}
