package org.stylestream.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stylestream.service.picture.PictureReader;

/** The program as its users start it: exit codes, signals, kills, a full disk. */
class ProcessTest {
  @TempDir private Path folder;
  private Program program;

  @BeforeEach
  void makeInputs() throws IOException {
    program = Program.in(folder);
  }

  private byte[] bytes(String name) throws IOException {
    return Files.readAllBytes(folder.resolve(name));
  }

  @Test
  void stylizeEndsWithOneLineOfJsonAndZero() throws Exception {
    Program.Ended run = program.run(Program.stylize("-o o.png --size 64 --iterations 5 --json"));

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out().lines()).hasSize(1);
    assertThat(run.out())
        .startsWith("{\"outcome\":\"completed\"")
        .contains("\"outputs\":[\"o.png\"]")
        .contains("\"iterations\":5,");
    assertThat(PictureReader.read(folder.resolve("o.png")).image().width()).isEqualTo(64);
  }

  @Test
  void badInputEndsWithTwoAndOneSentence() throws Exception {
    Program.Ended run = program.run(Program.stylize("-o o.bmp"));

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines())
        .containsExactly(
            "stylestream: o.bmp can't be written as a picture; end its name in .png, .jpg or .tif");
  }

  @Test
  void aNetworkThatCantBeHadEndsWithOneAndTheWayOut() throws Exception {
    Program.Ended run =
        program.run(
            "stylize content.png style.png -o o.png --network vgg19 --download-url http://127.0.0.1:9/"
                .split(" "));

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains("vgg19 is not on this machine", "--network PATH");
    assertThat(folder.resolve("o.png")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
  void aSignalKeepsPictureAndCheckpoint(String signal, int code) throws Exception {
    assumeTrue(hasSignals(), "this system has no kill command");
    String options = "-o o.png --size 128 --iterations 3000 --tv-weight 0.1";
    Process process = program.start(Program.stylize(options + " --json"));
    Program.awaitIteration(process, 0);

    kill(signal, process);
    Program.Ended stopped = Program.end(process);

    assertThat(stopped.code()).isEqualTo(code);
    assertThat(stopped.out())
        .contains("\"outcome\":\"cancelled\"", "\"checkpoint\":\"o.checkpoint\"");
    assertThat(PictureReader.read(folder.resolve("o.png")).image().width()).isEqualTo(128);
    assertThat(folder.resolve("o.checkpoint")).exists();
  }

  @Test
  void aStoppedRunSaysHowToGoOn() throws Exception {
    assumeTrue(hasSignals(), "this system has no kill command");
    Process process = program.start(Program.stylize("-o o.png --size 128 --iterations 3000"));
    Program.awaitIteration(process, 0);

    kill("INT", process);
    Program.Ended stopped = Program.end(process);

    assertThat(stopped.out()).contains("--resume o.checkpoint");
  }

  private static boolean hasSignals() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }

  private static void kill(String signal, Process process) throws Exception {
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
  }

  @ParameterizedTest
  @CsvSource({"1, stylestream", "2, stylestream", "3, tf-blog"})
  void aRunKilledAnywhereAndResumedEndsAsAnUnbrokenOne(int seed, String preset) throws Exception {
    String options = " --preset %s --size 160 --iterations 120 --keep-every 10".formatted(preset);
    Program.Ended whole =
        program.run(
            Program.stylize(
                "-o whole.png --frames whole.tif --gif whole.gif --loss-plot w.png" + options));
    assertThat(whole.code()).as(whole.err()).isZero();
    String broken =
        "-o broken.png --frames broken.tif --gif broken.gif --loss-plot b.png" + options;

    killAFewTimes(new Random(seed), broken);
    String resume = resumable() ? " --resume broken.checkpoint" : "";
    Program.Ended end = program.run(Program.stylize(broken + resume));

    assertThat(end.code()).as(end.err()).isZero();
    assertThat(bytes("broken.png")).isEqualTo(bytes("whole.png"));
    assertThat(bytes("broken.tif")).isEqualTo(bytes("whole.tif"));
    assertThat(bytes("broken.gif")).isEqualTo(bytes("whole.gif"));
    assertThat(bytes("b.png")).isEqualTo(bytes("w.png"));
    assertThat(folder.resolve("broken.checkpoint")).doesNotExist();
  }

  private boolean resumable() {
    return Files.exists(folder.resolve("broken.checkpoint"));
  }

  /** Starts or resumes the run, three times, and kills it some iterations and moments later. */
  private void killAFewTimes(Random random, String options) throws Exception {
    for (int kill = 0; kill < 3; kill++) {
      String checkpoint =
          resumable() ? " --resume broken.checkpoint" : " --checkpoint broken.checkpoint";
      Process process =
          program.start(Program.stylize(options + checkpoint + " --checkpoint-every 3"));
      Program.awaitIteration(process, 12 * kill + random.nextInt(30));
      process.waitFor(random.nextInt(300), TimeUnit.MILLISECONDS);
      process.destroyForcibly();
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      if (Files.exists(folder.resolve("broken.png"))) {
        assertThat(PictureReader.read(folder.resolve("broken.png")).image().width()).isEqualTo(160);
      }
    }
  }

  @Test
  void aFullDiskIsToldOfAndLeavesNothingHalfWritten() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        succeeds("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString()),
        "a small file system can be mounted by root only");
    try {
      Program.Ended run = program.run(Program.stylize("-o disk/o.png --size 256 --iterations 2"));

      assertThat(run.code()).isEqualTo(1);
      assertThat(run.err()).contains("no space is left on the disk for disk/o.png");
      assertThat(disk).isEmptyDirectory();
    } finally {
      succeeds("umount", disk.toString());
    }
  }

  @Test
  void aFullDiskStopsCheckpointsToo() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        succeeds("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString()),
        "a small file system can be mounted by root only");
    try {
      Program.Ended run =
          program.run(
              Program.stylize(
                  "-o o.png --size 128 --iterations 9 --checkpoint disk/c --checkpoint-every 2"));

      assertThat(run.code()).isEqualTo(1);
      assertThat(run.err()).contains("disk/c can't be written: No space left on device");
      assertThat(disk).isEmptyDirectory();
      assertThat(folder.resolve("o.png")).doesNotExist();
    } finally {
      succeeds("umount", disk.toString());
    }
  }

  private static boolean succeeds(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
