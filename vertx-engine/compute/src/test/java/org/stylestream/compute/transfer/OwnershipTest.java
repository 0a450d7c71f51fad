package org.stylestream.compute.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.CancelledException;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.OutOfDeviceMemoryException;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.image.Plane;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.compute.preset.PresetOverrides;
import org.stylestream.compute.preset.Presets;
import org.stylestream.compute.preset.SizeRule;
import org.stylestream.compute.run.Checkpointing;
import org.stylestream.compute.run.Outcome;
import org.stylestream.compute.run.Run;
import org.stylestream.compute.run.RunResult;
import org.stylestream.compute.run.StageMemoryException;
import org.stylestream.compute.testing.LedgerDevice;
import org.stylestream.compute.testing.Networks;
import org.stylestream.compute.testing.TestDevices;

/** Whatever a transfer asks of a device is closed once, however it ends. */
@ParameterizedClass
@ValueSource(strings = {Presets.DEFAULT_ID, "crowsonkb"})
class OwnershipTest {
  private final Device real = TestDevices.open("cpu");
  private final LedgerDevice ledger = new LedgerDevice(real);
  private final NetworkWeights weights = Networks.random("block5_conv4", 4, 4, 4, 4, 4);
  private final StyleTransferJob job;

  OwnershipTest(String preset) {
    job = job(preset);
  }

  @AfterEach
  void closeDevice() {
    real.close();
  }

  @Test
  void afterARunOfTwoStages() {
    RunResult result = run(Cancellation.NEVER);
    assertThat(result.outcome()).isEqualTo(Outcome.COMPLETED);
    assertAllClosedOnce();
  }

  @Test
  void afterACancelAtAnyMoment() {
    AtomicInteger asked = new AtomicInteger();
    run(
        () -> {
          asked.incrementAndGet();
          return false;
        });
    int moments = asked.get();
    for (int moment = 0; moment < moments; moment += Math.max(7, moments / 30)) {
      int cancelAt = moment;
      AtomicInteger now = new AtomicInteger();
      run(() -> now.getAndIncrement() >= cancelAt);
      assertAllClosedOnce();
    }
  }

  @Test
  void whereverMemoryRunsOut() {
    run(Cancellation.NEVER);
    int things = ledger.entries().size();
    for (int before = 0; before < things; before++) {
      ledger.runOutAfter(before);
      assertThatThrownBy(() -> run(Cancellation.NEVER))
          .as("after %d of %d", before, things)
          .isInstanceOfAny(OutOfDeviceMemoryException.class, StageMemoryException.class);
      assertAllClosedOnce();
    }
  }

  @Test
  void afterAnEvaluation() {
    evaluate(Cancellation.NEVER);
    assertAllClosedOnce();
  }

  @Test
  void afterACancelledEvaluation() {
    for (int moment = 0; moment < 60; moment += 5) {
      int cancelAt = moment;
      AtomicInteger now = new AtomicInteger();
      assertThatThrownBy(() -> evaluate(() -> now.getAndIncrement() >= cancelAt))
          .isInstanceOf(CancelledException.class);
      assertAllClosedOnce();
    }
  }

  private RunResult run(Cancellation cancellation) {
    try (StyleTransfer transfer = new StyleTransfer(ledger.device(), weights, job)) {
      return new Run(
              ledger.device(), transfer.plan(), iteration -> {}, Checkpointing.NONE, cancellation)
          .start(transfer.start());
    }
  }

  private void evaluate(Cancellation cancellation) {
    StyleEvaluation.of(ledger.device(), weights, job, job.content(), true, cancellation);
  }

  private void assertAllClosedOnce() {
    assertThat(ledger.entries())
        .isNotEmpty()
        .allSatisfy(entry -> assertThat(entry.closes()).as(entry.toString()).isEqualTo(1));
  }

  private static StyleTransferJob job(String preset) {
    PresetOverrides small =
        new PresetOverrides(
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(new SizeRule.LongSide(40)),
            OptionalInt.of(4));
    Image picture = noise(40, 33);
    Plane half = new Plane(1, 2, new float[] {0, 1});
    return new StyleTransferJob(
        picture,
        List.of(
            new StyleImage(noise(31, 50), 1),
            new StyleImage(noise(50, 31), 1, 1, Optional.of(half), Optional.of(half))),
        small.apply(Presets.named(preset)),
        Optional.empty(),
        Optional.empty(),
        Optional.of(new TemporalReference(picture, new Plane(40, 33, new float[40 * 33]), 20)),
        1);
  }

  private static Image noise(int height, int width) {
    Random random = new Random(height);
    float[] pixels = new float[height * width * Image.CHANNELS];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = 255 * random.nextFloat();
    }
    return new Image(height, width, pixels);
  }
}
