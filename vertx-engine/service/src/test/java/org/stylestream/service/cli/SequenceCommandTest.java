package org.stylestream.service.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.image.Image;
import org.stylestream.service.picture.FrameWriter;
import org.stylestream.service.picture.GifWriter;
import org.stylestream.service.picture.PictureReader;
import org.stylestream.service.picture.PictureTexts;

/** Sequences on the tiny network: a disc that moves before a background that stands still. */
class SequenceCommandTest {
  private static final int HEIGHT = 48;
  private static final int WIDTH = 64;
  private static final int FRAMES = 4;
  private static final int RADIUS = 9;
  private static final String OPTIONS =
      " --preset johnson --size native --iterations 12 --next-iterations 8";

  @TempDir private static Path folder;

  @BeforeAll
  static void makeInputs() throws IOException {
    Files.createDirectories(folder.resolve("FRAMES"));
    for (int i = 0; i < FRAMES; i++) {
      // In the order of letters, 10 would come before 7.
      SamplePictures.write(folder.resolve("FRAMES/f%d.png".formatted(i + 7)), frame(i));
    }
    Files.writeString(folder.resolve("FRAMES/notes.txt"), "no picture");
    SamplePictures.write(folder.resolve("style.png"), SamplePictures.waves(40, 40, 1));
    try (FrameWriter gif =
        GifWriter.create(folder.resolve("clip.gif"), HEIGHT, WIDTH, Duration.ofMillis(70))) {
      gif.write(frame(0), 0);
      gif.write(frame(1), 1);
      gif.commit();
    }
    Files.createDirectories(folder.resolve("EMPTY"));
    Files.createDirectories(folder.resolve("SHORTER"));
    Files.createDirectories(folder.resolve("MIXED"));
    SamplePictures.write(folder.resolve("MIXED/a.png"), frame(0));
    SamplePictures.write(folder.resolve("MIXED/b.png"), SamplePictures.waves(40, 40, 1));
    CliRun.tinyNetwork(folder);
  }

  /** With the noise of a camera. */
  private static Image frame(int number) {
    Image image = SamplePictures.waves(HEIGHT, WIDTH, 0);
    Random random = new Random(number);
    for (int i = 0; i < image.pixels().length; i++) {
      int x = i / Image.CHANNELS % WIDTH;
      int y = i / Image.CHANNELS / WIDTH;
      boolean disc = Math.hypot(x - left(number), y - 24) < RADIUS;
      double value = disc ? 230 - 9 * ((x - left(number) + y) % 5) : image.pixels()[i];
      image.pixels()[i] =
          (float) Math.min(Math.max(Math.rint(value + 2 * random.nextGaussian()), 0), 255);
    }
    return image;
  }

  private static int left(int number) {
    return 16 + 5 * number;
  }

  private static CliRun run(Cancellation cancellation, String command) {
    List<String> arguments = new ArrayList<>(List.of("sequence"));
    Stream.of(command.trim().split(" ")).map(SequenceCommandTest::placed).forEach(arguments::add);
    if (!command.contains("--network")) {
      arguments.addAll(List.of("--network", path("tiny.h5")));
    }
    return CliRun.of(cancellation, arguments);
  }

  private static CliRun run(String command) {
    return run(Cancellation.NEVER, command);
  }

  /** Names in capitals, and of files, are in the folder. */
  private static String placed(String word) {
    return word.matches("[A-Z]+(/.+)?|[a-z]+\\.[a-z]+") ? path(word) : word;
  }

  private static String path(String name) {
    return folder.resolve(name).toString();
  }

  private static Path file(String output, int frame) {
    return folder.resolve(output).resolve("frame_%04d.png".formatted(frame));
  }

  @Test
  void whatStandsStillStaysStill() throws IOException {
    String command =
        "FRAMES style.png --network vgg19-lite --size native --iterations 20 --next-iterations 20 ";
    CliRun free = run(command + "-o FREE --temporal-weight 0");
    CliRun held = run(command + "-o HELD --temporal-weight 20000 --json");

    assertThat(free.code()).as(free.err()).isZero();
    assertThat(held.code()).as(held.err()).isZero();
    JsonFields json = JsonFields.of(held.out());
    assertThat(json.text("outcome")).isEqualTo("completed");
    assertThat(json.number("frames")).isEqualTo(FRAMES);
    assertThat(held.err()).contains("frame 4/4  iteration 20/20");
    double freely = flicker("FREE");
    double closely = flicker("HELD");
    assertThat(closely).isLessThan(freely / 2);
  }

  /** The mean change of what stands still, from frame to frame. */
  private static double flicker(String output) throws IOException {
    double sum = 0;
    int count = 0;
    for (int frame = 1; frame < FRAMES; frame++) {
      Image before = PictureReader.read(file(output, frame)).image();
      Image after = PictureReader.read(file(output, frame + 1)).image();
      for (int y = 0; y < HEIGHT; y++) {
        for (int x = left(FRAMES) + 2 * RADIUS; x < WIDTH; x++) {
          sum += Math.abs(after.at(y, x, 1) - before.at(y, x, 1));
          count++;
        }
      }
    }
    return sum / count;
  }

  @Test
  void stoppedAndGivenAgainItIsTheUnbrokenSequence() throws IOException {
    String command = "FRAMES style.png -o %s" + OPTIONS;
    run(command.formatted("WHOLE"));

    Path second = file("BROKEN", 2);
    CliRun broken = run(() -> Files.exists(second), command.formatted("BROKEN"));
    assertThat(broken.code()).isEqualTo(130);
    assertThat(broken.out())
        .contains("Stopped after 2 of 4 frames.", "To go on, give the same command again.");
    assertThat(file("BROKEN", 3)).doesNotExist();
    CliRun rest = run(command.formatted("BROKEN"));

    assertThat(rest.code()).as(rest.err()).isZero();
    assertThat(rest.err()).contains("2 of 4 frames are there; going on");
    for (int frame = 1; frame <= FRAMES; frame++) {
      assertThat(file("BROKEN", frame)).hasSameBinaryContentAs(file("WHOLE", frame));
    }
    assertThat(PictureTexts.read(file("WHOLE", 3)))
        .anyMatch(text -> text.contains("preset johnson") && text.contains("frame 3"));

    CliRun other = run(command.formatted("BROKEN") + " --temporal-weight 0");
    assertThat(other.err()).contains("1 of 4 frames are there; going on");
    assertThat(PictureReader.read(file("BROKEN", 2)).image().pixels())
        .isNotEqualTo(PictureReader.read(file("WHOLE", 2)).image().pixels());
  }

  @Test
  void framesOfALongerSequenceAreNamedWhenAShorterOneIsDone() throws IOException {
    for (int i = 3; i <= 4; i++) {
      SamplePictures.write(file("SHORTER", i), frame(i));
    }

    CliRun shorter = run("clip.gif style.png -o SHORTER" + OPTIONS);

    assertThat(shorter.code()).as(shorter.err()).isZero();
    assertThat(shorter.err())
        .contains(
            file("SHORTER", 3)
                + " and what comes after it (2 frames) are of a longer sequence that was here"
                + " before");
  }

  @Test
  void anAnimationBecomesAStackAndAStackAnAnimation() throws IOException {
    CliRun stack = run("clip.gif style.png -o stack.tif --keep-colour luminance" + OPTIONS);
    CliRun again = run("stack.tif style.png -o again.gif" + OPTIONS);

    assertThat(stack.code()).as(stack.err()).isZero();
    assertThat(stack.out()).contains("stack.tif: 64×48, 2 frames");
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(PictureReader.read(folder.resolve("stack.tif")).source().frames()).isEqualTo(2);
    assertThat(PictureReader.read(folder.resolve("again.gif")).source().frames()).isEqualTo(2);
    assertThat(folder.resolve("stack.tif.frames")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "EMPTY style.png -o O|EMPTY holds no picture; a sequence is a folder of at least two",
        "style.png style.png -o O|style.png holds one picture; a sequence is a folder",
        "MIXED style.png -o O|a.png is 64×48 pixels and",
        "NONE style.png -o O|there is no file",
        "FRAMES style.png -o FRAMES|is named both as the frames and with -o",
        "FRAMES style.png -o FRAMES/o.gif|would be among the frames; write it beside",
        "FRAMES style.png -o o.png|would be one picture; a sequence goes into a folder, a .tif",
        "FRAMES style.png -o o.mp4|would be a folder of pictures, as videos aren't written",
        "FRAMES style.png|missing",
        "FRAMES style.png -o O --temporal-weight -1|it must be 0, or from 1e-6 to 1e12",
        "FRAMES style.png -o O --content-weight 0|relative to the content weight, which is 0",
        "FRAMES style.png -o O --next-iterations 0|--next-iterations is 0; it must be at least 1",
        "FRAMES style.png -o O --size 8|both sides must be at least 16"
      })
  void whatCannotBeDoneIsRefusedInASentence(String command, String words) {
    CliRun run = run(command);

    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.err().lines().filter(line -> line.startsWith("stylestream:"))).hasSize(1);
    assertThat(run.err()).contains(words);
    assertThat(folder.resolve("O")).doesNotExist();
  }
}
