package org.stylestream.compute.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.CancelledException;
import org.stylestream.compute.device.OutOfDeviceMemoryException;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.objective.Loss;
import org.stylestream.compute.optimizer.AdamSettings;
import org.stylestream.compute.optimizer.EpsilonForm;
import org.stylestream.compute.optimizer.GradientDescentSettings;
import org.stylestream.compute.optimizer.LbfgsSettings;
import org.stylestream.compute.optimizer.OptimizerSettings;
import org.stylestream.compute.optimizer.ValueRange;
import org.stylestream.compute.testing.ArrayDevice;

class RunTest {
  private static final AdamSettings ADAM = new AdamSettings(4, 0.9, 0.999, 1e-7, EpsilonForm.KERAS);
  private static final RunListener NOBODY = iteration -> {};
  private static final ScriptedStage.Script PLAIN = cancellation -> Optional.empty();

  private final ArrayDevice device = new ArrayDevice();
  private final List<ScriptedStage> stages = new ArrayList<>();

  @TempDir private Path folder;

  @AfterEach
  void everythingIsClosedOnce() {
    device.close();
    assertThat(stages).allSatisfy(stage -> assertThat(stage.closed()).isEqualTo(stage.opened()));
  }

  static Stream<OptimizerSettings> optimizers() {
    return Stream.of(new LbfgsSettings(3, 1), ADAM, new GradientDescentSettings(5e-4, 0.7, 3));
  }

  private ScriptedStage stage(
      int height,
      int width,
      int iterations,
      OptimizerSettings optimizer,
      ScriptedStage.Script script) {
    Optional<ValueRange> range =
        optimizer instanceof AdamSettings ? Optional.of(ValueRange.IMAGE) : Optional.empty();
    ScriptedStage stage =
        new ScriptedStage(device, height, width, iterations, optimizer, range, script);
    stages.add(stage);
    return stage;
  }

  private Plan plan(OptimizerSettings optimizer, ScriptedStage.Script script) {
    return new Plan(
        List.of(stage(3, 4, 6, optimizer, script), stage(5, 6, 5, optimizer, script)),
        RunTest::nearest,
        Optional.empty());
  }

  private Plan single(int iterations, OptimizerSettings optimizer, ScriptedStage.Script script) {
    return new Plan(
        List.of(stage(3, 4, iterations, optimizer, script)), RunTest::nearest, Optional.empty());
  }

  private static Image nearest(Image image, int height, int width) {
    float[] pixels = new float[height * width * 3];
    for (int i = 0; i < pixels.length; i++) {
      int y = i / (3 * width) * image.height() / height;
      int x = i / 3 % width * image.width() / width;
      pixels[i] = image.at(y, x, i % 3);
    }
    return new Image(height, width, pixels);
  }

  private static Image start() {
    float[] pixels = new float[3 * 4 * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = 40 + 5 * i;
    }
    return new Image(3, 4, pixels);
  }

  private RunResult run(Plan plan) {
    return run(plan, NOBODY, Checkpointing.NONE, Cancellation.NEVER);
  }

  private RunResult run(
      Plan plan, RunListener listener, Checkpointing checkpointing, Cancellation cancellation) {
    return new Run(device, plan, listener, checkpointing, cancellation).start(start());
  }

  private Checkpointing file(int every) {
    return new Checkpointing(
        every, true, CheckpointFile.sink(folder.resolve("run.ckpt")), Map.of("digest", "äbc\n1"));
  }

  private Checkpoint saved() throws java.io.IOException {
    return CheckpointFile.read(folder.resolve("run.ckpt"));
  }

  /** All that is known of an iteration but its time. */
  private record Seen(
      int index,
      int stage,
      int indexInStage,
      int plannedInStage,
      int plannedInTotal,
      Loss loss,
      int evaluations,
      List<Integer> pixelBits) {
    static Seen of(Iteration iteration) {
      return new Seen(
          iteration.index(),
          iteration.stage(),
          iteration.indexInStage(),
          iteration.plannedInStage(),
          iteration.plannedInTotal(),
          iteration.loss(),
          iteration.evaluations(),
          bits(iteration.image().read()));
    }
  }

  private static List<Integer> bits(Image image) {
    List<Integer> bits = new ArrayList<>();
    for (float value : image.pixels()) {
      bits.add(Float.floatToRawIntBits(value));
    }
    return bits;
  }

  private static void assertSame(RunResult actual, RunResult expected) {
    assertThat(bits(actual.image())).isEqualTo(bits(expected.image()));
    assertThat(actual)
        .usingRecursiveComparison()
        .ignoringFields("image", "seconds")
        .isEqualTo(expected);
  }

  @Test
  void tellsOfEveryIteration() {
    List<Seen> seen = new ArrayList<>();

    RunResult result =
        run(
            plan(ADAM, PLAIN),
            iteration -> seen.add(Seen.of(iteration)),
            Checkpointing.NONE,
            Cancellation.NEVER);

    assertThat(result.outcome()).isEqualTo(Outcome.COMPLETED);
    assertThat(result.explanation()).isEqualTo("All 11 iterations are done.");
    assertThat(result.iterations()).isEqualTo(11);
    assertThat(result.evaluations()).isEqualTo(7 + 6);
    assertThat(seen).extracting(Seen::index).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    assertThat(seen).extracting(Seen::stage).containsExactly(0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1);
    assertThat(seen)
        .extracting(Seen::indexInStage)
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5);
    assertThat(seen)
        .extracting(Seen::plannedInStage)
        .containsExactly(6, 6, 6, 6, 6, 6, 6, 5, 5, 5, 5, 5);
    assertThat(seen).extracting(Seen::plannedInTotal).containsOnly(11);
    assertThat(seen)
        .extracting(Seen::evaluations)
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13);
    assertThat(seen).extracting(Seen::loss).isEqualTo(result.losses());
    assertThat(seen.get(0).pixelBits()).isEqualTo(bits(start()));
    assertThat(seen.get(11).pixelBits()).isEqualTo(bits(result.image()));
    assertThat(result.losses())
        .allSatisfy(
            loss -> assertThat(loss.total()).isEqualTo(loss.term("bowl") + loss.term("quartic")));
    assertThat(result.losses().get(6).total()).isLessThan(result.losses().get(0).total());
    assertThat(result.losses().get(11).total()).isLessThan(result.losses().get(7).total());
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void resumedAfterACancelAtAnyEvaluationItEndsBitForBitTheSame(OptimizerSettings optimizer)
      throws Exception {
    List<Seen> unbroken = new ArrayList<>();
    RunResult whole =
        run(
            plan(optimizer, PLAIN),
            iteration -> unbroken.add(Seen.of(iteration)),
            Checkpointing.NONE,
            Cancellation.NEVER);
    for (int evaluation = 1; evaluation <= whole.evaluations(); evaluation++) {
      AtomicInteger left = new AtomicInteger(evaluation);
      AtomicBoolean cancelled = new AtomicBoolean();
      ScriptedStage.Script cancelling =
          cancellation -> {
            cancelled.set(left.decrementAndGet() == 0);
            return Optional.empty();
          };
      List<Seen> seen = new ArrayList<>();

      RunResult broken =
          run(
              plan(optimizer, cancelling),
              iteration -> seen.add(Seen.of(iteration)),
              file(0),
              cancelled::get);
      Checkpoint checkpoint = saved();
      RunResult resumed =
          new Run(
                  device,
                  plan(optimizer, PLAIN),
                  iteration -> seen.add(Seen.of(iteration)),
                  Checkpointing.NONE,
                  Cancellation.NEVER)
              .resume(checkpoint);

      assertThat(broken.outcome()).isEqualTo(Outcome.CANCELLED);
      assertThat(bits(broken.image())).isEqualTo(bits(checkpoint.current()));
      assertThat(checkpoint.metadata()).containsExactly(Map.entry("digest", "äbc\n1"));
      assertThat(checkpoint.seconds()).isGreaterThan(0).isLessThan(resumed.seconds());
      assertThat(seen).isEqualTo(unbroken);
      assertSame(resumed, whole);
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void resumedAfterAnyEvaluationRanOutOfMemoryItEndsBitForBitTheSame(OptimizerSettings optimizer)
      throws Exception {
    RunResult whole = run(plan(optimizer, PLAIN));
    for (int evaluation = 1; evaluation <= whole.evaluations(); evaluation++) {
      AtomicInteger left = new AtomicInteger(evaluation);
      boolean heap = evaluation % 2 == 0;
      ScriptedStage.Script full =
          cancellation -> {
            if (left.decrementAndGet() == 0) {
              if (heap) {
                throw new OutOfMemoryError("heap");
              }
              throw new OutOfDeviceMemoryException("the device is full");
            }
            return Optional.empty();
          };
      List<Integer> seen = new ArrayList<>();

      StageMemoryException shortage =
          catchThrowableOfType(
              StageMemoryException.class,
              () ->
                  run(
                      plan(optimizer, full),
                      iteration -> seen.add(iteration.index()),
                      file(0),
                      Cancellation.NEVER));
      Checkpoint checkpoint = saved();
      RunResult resumed =
          new Run(device, plan(optimizer, PLAIN), NOBODY, Checkpointing.NONE, Cancellation.NEVER)
              .resume(checkpoint);

      assertThat(shortage.stage()).isEqualTo(checkpoint.stage());
      assertThat(shortage.iteration()).isEqualTo(Math.max(0, seen.size() - 1));
      assertThat(checkpoint.losses()).hasSize(seen.size());
      assertSame(resumed, whole);
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void resumedAfterACancelBetweenAnyIterationsItEndsBitForBitTheSame(OptimizerSettings optimizer)
      throws Exception {
    RunResult whole = run(plan(optimizer, PLAIN));
    for (int index = 0; index < whole.iterations(); index++) {
      int last = index;
      AtomicBoolean cancelled = new AtomicBoolean();

      RunResult broken =
          run(
              plan(optimizer, PLAIN),
              iteration -> cancelled.set(iteration.index() == last),
              file(0),
              cancelled::get);
      RunResult resumed =
          new Run(device, plan(optimizer, PLAIN), NOBODY, Checkpointing.NONE, Cancellation.NEVER)
              .resume(saved());

      assertThat(broken.explanation()).isEqualTo("Cancelled after iteration " + index + ".");
      assertThat(broken.losses()).isEqualTo(whole.losses().subList(0, index + 1));
      assertSame(resumed, whole);
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void killedAtAnyIterationItEndsBitForBitTheSameFromTheLastCheckpoint(OptimizerSettings optimizer)
      throws Exception {
    RunResult whole = run(plan(optimizer, PLAIN));
    for (int index = 3; index <= whole.iterations(); index++) {
      int last = index;
      RunListener killer =
          iteration -> {
            if (iteration.index() == last) {
              throw new IllegalStateException("killed");
            }
          };

      assertThatThrownBy(() -> run(plan(optimizer, PLAIN), killer, file(2), Cancellation.NEVER))
          .hasMessage("killed");
      Checkpoint checkpoint = saved();
      RunResult resumed =
          new Run(device, plan(optimizer, PLAIN), NOBODY, Checkpointing.NONE, Cancellation.NEVER)
              .resume(checkpoint);

      assertThat(checkpoint.losses()).hasSize((index - 1) / 2 * 2 + 1);
      assertSame(resumed, whole);
    }
  }

  @Test
  void keepsTheStartWhenCancelledBeforeAnything() throws Exception {
    RunResult result = run(plan(ADAM, PLAIN), NOBODY, file(0), () -> true);

    assertThat(result.outcome()).isEqualTo(Outcome.CANCELLED);
    assertThat(result.explanation()).isEqualTo("Cancelled before the start was evaluated.");
    assertThat(result.losses()).isEmpty();
    assertThat(bits(result.image())).isEqualTo(bits(start()));
    assertThat(saved().progress()).isEmpty();
    assertThat(stages.get(0).opened()).isZero();
  }

  @Test
  void aListenerMayThrowWhatItLikesAndTheCheckpointStays() throws Exception {
    RunListener listener =
        iteration -> {
          if (iteration.index() == 5) {
            throw new CancelledException();
          }
        };

    assertThatThrownBy(() -> run(plan(ADAM, PLAIN), listener, file(4), Cancellation.NEVER))
        .isInstanceOf(CancelledException.class);
    assertThat(saved().losses()).hasSize(5);
  }

  @Test
  void savesAsOftenAsItIsTold() {
    List<Integer> saved = new ArrayList<>();
    Checkpointing every4 =
        new Checkpointing(
            4, false, checkpoint -> saved.add(checkpoint.losses().size() - 1), Map.of());

    run(plan(ADAM, PLAIN), NOBODY, every4, Cancellation.NEVER);

    assertThat(saved).containsExactly(4, 8);
  }

  @Test
  void aSinkThatFailsEndsTheRun() {
    Checkpointing full =
        new Checkpointing(
            1,
            false,
            checkpoint -> {
              throw new IllegalStateException("disk full");
            },
            Map.of());

    assertThatThrownBy(() -> run(plan(ADAM, PLAIN), NOBODY, full, Cancellation.NEVER))
        .hasMessage("disk full");
  }

  @Test
  void whatAnEvaluationThrowsGoesToTheCaller() {
    ScriptedStage.Script failing =
        cancellation -> {
          throw new IllegalStateException("device lost");
        };

    assertThatThrownBy(() -> run(plan(ADAM, failing))).hasMessage("device lost");
  }

  @Test
  void closesWhatItOpenedWhereTheDeviceHasNoRoomForMore() {
    device.allowVectors(5);

    assertThatThrownBy(() -> run(plan(ADAM, PLAIN))).hasMessage("no memory for another vector");
  }

  @Test
  void aLossThatIsNoNumberEndsTheRunWithTheBestImage() {
    AtomicInteger evaluations = new AtomicInteger();
    ScriptedStage.Script script =
        cancellation ->
            evaluations.incrementAndGet() == 5 ? Optional.of(Double.NaN) : Optional.empty();
    List<Seen> seen = new ArrayList<>();

    RunResult result =
        run(
            plan(ADAM, script),
            iteration -> seen.add(Seen.of(iteration)),
            Checkpointing.NONE,
            Cancellation.NEVER);

    assertThat(result.outcome()).isEqualTo(Outcome.DIVERGED);
    assertThat(result.explanation())
        .isEqualTo(
            "The run diverged: the loss became NaN after iteration 3; the image of least loss is"
                + " kept, and smaller steps or weights may help.");
    assertThat(result.iterations()).isEqualTo(3);
    assertThat(bits(result.image())).isEqualTo(seen.get(3).pixelBits());
  }

  @Test
  void aLossThatGrowsWithoutEndEndsTheRunWithTheBestImage() {
    RunResult result = run(single(200, new GradientDescentSettings(0.01, 1, 1), PLAIN));

    assertThat(result.outcome()).isEqualTo(Outcome.DIVERGED);
    assertThat(result.explanation()).contains("after iteration " + result.iterations());
    assertThat(result.iterations()).isLessThan(100);
    assertThat(bits(result.image())).isEqualTo(bits(start()));
  }

  @Test
  void aStartThatIsNoNumberEndsTheRunWithTheStart() {
    RunResult result = run(single(9, ADAM, cancellation -> Optional.of(Double.NaN)));

    assertThat(result.outcome()).isEqualTo(Outcome.DIVERGED);
    assertThat(result.losses()).isEmpty();
    assertThat(bits(result.image())).isEqualTo(bits(start()));
  }

  @Test
  void aLossBelowZeroIsNoDivergence() {
    AtomicInteger evaluations = new AtomicInteger();

    RunResult result =
        run(single(9, ADAM, cancellation -> Optional.of(-5.0 - evaluations.incrementAndGet())));

    assertThat(result.outcome()).isEqualTo(Outcome.COMPLETED);
  }

  @Test
  void saysThatTheLossNoLongerFalls() {
    Plan plan =
        new Plan(
            List.of(stage(3, 4, 5000, LbfgsSettings.DEFAULT, PLAIN)),
            RunTest::nearest,
            Optional.of(new StallRule(1e-3, 10)));
    AtomicInteger evaluations = new AtomicInteger();
    Plan flat =
        new Plan(
            List.of(
                stage(
                    3,
                    4,
                    5000,
                    ADAM,
                    cancellation -> Optional.of(100 + 100.0 / evaluations.incrementAndGet()))),
            RunTest::nearest,
            Optional.of(new StallRule(1e-3, 10)));

    RunResult converged = run(plan);
    RunResult flattened = run(flat);

    assertThat(converged.outcome()).isEqualTo(Outcome.STALLED);
    assertThat(converged.losses().get(converged.iterations()).total())
        .isLessThan(1e-6 * converged.losses().get(0).total());
    assertThat(flattened.outcome()).isEqualTo(Outcome.STALLED);
    // 100/(i+1) − 100/(i+11) < 0.001·(100 + 100/(i+1)) where (i+2)·(i+11) > 10,000: i ≥ 94.
    assertThat(flattened.explanation())
        .isEqualTo(
            "The loss stopped improving at iteration 104: it fell by less than 0.001 of itself"
                + " over 10 iterations; the image of least loss is kept.");
  }

  @Test
  void saysThatNoStepLowersTheLoss() {
    AtomicInteger evaluations = new AtomicInteger();

    RunResult result =
        run(
            single(
                9,
                LbfgsSettings.DEFAULT,
                cancellation -> Optional.of(1.0 + evaluations.getAndIncrement())));

    assertThat(result.outcome()).isEqualTo(Outcome.STALLED);
    assertThat(result.explanation())
        .isEqualTo(
            "The loss stopped improving at iteration 0: no step along its gradient lowers it; the"
                + " image of least loss is kept.");
    assertThat(bits(result.image())).isEqualTo(bits(start()));
  }

  @Test
  void goesOnToTheNextStageWhereOneStalls() {
    AtomicInteger evaluations = new AtomicInteger();
    ScriptedStage.Script flat =
        cancellation -> evaluations.incrementAndGet() > 2 ? Optional.of(7.0) : Optional.empty();
    Plan plan =
        new Plan(
            List.of(stage(3, 4, 50, ADAM, flat), stage(5, 6, 4, ADAM, PLAIN)),
            RunTest::nearest,
            Optional.of(new StallRule(1e-7, 3)));
    List<Integer> planned = new ArrayList<>();

    RunResult result =
        run(
            plan,
            iteration -> planned.add(iteration.plannedInTotal()),
            Checkpointing.NONE,
            Cancellation.NEVER);

    assertThat(result.outcome()).isEqualTo(Outcome.COMPLETED);
    assertThat(result.iterations()).isEqualTo(5 + 4);
    assertThat(result.explanation())
        .isEqualTo(
            "The run is complete after 9 of 54 iterations: a stage that came to its aim, or stopped"
                + " improving, ended early.");
    assertThat(planned).containsExactly(54, 54, 54, 54, 54, 54, 9, 9, 9, 9);
    assertThat(result.image().height()).isEqualTo(5);
  }

  @Test
  void copiesAnImageOnceAndOnlyWhileTheListenerIsCalled() {
    List<LazyImage> images = new ArrayList<>();

    run(
        single(3, ADAM, PLAIN),
        iteration -> {
          images.add(iteration.image());
          if (iteration.index() != 2) {
            assertThat(iteration.image().read()).isSameAs(iteration.image().read());
          }
        },
        Checkpointing.NONE,
        Cancellation.NEVER);

    assertThat(bits(images.get(0).read())).isEqualTo(bits(start()));
    assertThatThrownBy(images.get(2)::read)
        .hasMessage("the image of an iteration must be read while the listener is called");
    assertThat(images.get(2).width()).isEqualTo(4);
  }

  @Test
  void refusesACheckpointOfAnotherPlan() throws Exception {
    AtomicBoolean cancelled = new AtomicBoolean();
    run(
        plan(ADAM, PLAIN),
        iteration -> cancelled.set(iteration.index() == 8),
        file(0),
        cancelled::get);
    Checkpoint checkpoint = saved();
    Plan shorter = single(3, ADAM, PLAIN);
    Plan larger =
        new Plan(
            List.of(stage(3, 4, 6, ADAM, PLAIN), stage(8, 9, 5, ADAM, PLAIN)),
            RunTest::nearest,
            Optional.empty());

    assertThatThrownBy(
            () ->
                new Run(device, shorter, NOBODY, Checkpointing.NONE, Cancellation.NEVER)
                    .resume(checkpoint))
        .hasMessage("the checkpoint is of stage 2; this run has 1");
    assertThatThrownBy(
            () ->
                new Run(device, larger, NOBODY, Checkpointing.NONE, Cancellation.NEVER)
                    .resume(checkpoint))
        .hasMessage("the checkpoint's image is 6×5; stage 2 of this run has 9×8");
  }

  @Test
  void resumedItMayDoMoreIterationsThanFirstPlanned() throws Exception {
    RunResult whole = run(single(9, ADAM, PLAIN));
    run(single(4, ADAM, PLAIN), NOBODY, file(4), Cancellation.NEVER);

    RunResult resumed =
        new Run(device, single(9, ADAM, PLAIN), NOBODY, Checkpointing.NONE, Cancellation.NEVER)
            .resume(saved());

    assertSame(resumed, whole);
  }

  @Test
  void zeroIterationsEvaluateTheStart() {
    RunResult result = run(single(0, ADAM, PLAIN));

    assertThat(result.outcome()).isEqualTo(Outcome.COMPLETED);
    assertThat(result.losses()).hasSize(1);
    assertThat(Arrays.equals(result.image().pixels(), start().pixels())).isTrue();
  }

  @Test
  void refusesPlansThatMakeNoSense() {
    assertThatThrownBy(() -> new Plan(List.of(), RunTest::nearest, Optional.empty()))
        .hasMessage("a plan needs at least one stage");
    assertThatThrownBy(() -> new StallRule(0, 3))
        .hasMessage("the tolerance is 0.0; it must be above 0");
    assertThatThrownBy(() -> new StallRule(1, 0))
        .hasMessage("the window is 0 iterations; it must be at least 1");
    assertThatThrownBy(() -> new Checkpointing(-1, false, checkpoint -> {}, Map.of()))
        .hasMessage("a checkpoint every -1 iterations can't be; the number must be at least 0");
  }
}
