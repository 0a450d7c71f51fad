package org.stylestream.gpucheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.DeviceOptions;
import org.stylestream.compute.device.InstalledDevices;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.compute.optimizer.LbfgsSettings;
import org.stylestream.compute.run.Iteration;
import org.stylestream.compute.testing.Networks;

/** What is measured is a run of one stage at its size, from the content image on. */
class MeasuredRunTest {
  private final NetworkWeights weights = Networks.random("block5_conv1", 4, 4, 4, 4, 4);

  @Test
  void hasAsManyIterationsAsItIsAskedForAndGetsOn() {
    List<Iteration> iterations = new ArrayList<>();
    MeasuredRun run = new MeasuredRun(weights, 32, LbfgsSettings.DEFAULT, 7);
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
    assertThat(MeasuredRun.content(64).pixels()).hasSize(3 * 64 * 64);
    for (float value : MeasuredRun.style(64).pixels()) {
      assertThat(value).isBetween(0f, 255f);
    }
    assertThat(MeasuredRun.style(64).pixels()).isNotEqualTo(MeasuredRun.content(64).pixels());
  }
}
