package org.stylestream.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stylestream.service.picture.PictureReader;

/** Engines and those who have them work, each a process of its own, in a cluster of its own. */
class ClusterCommandsTest {
  /** How many ports from the first one on the members look for each other at. */
  private static final int MEMBERS = 8;

  @TempDir private Path folder;
  private Program program;
  private String cluster;
  private final List<Process> engines = new ArrayList<>();
  private final List<String> ids = new ArrayList<>();

  @BeforeEach
  void makeInputs() throws IOException {
    program = Program.in(folder);
    cluster = " --cluster-name test-%s --member-port %d".formatted(UUID.randomUUID(), freePort());
  }

  private static int freePort() throws IOException {
    while (true) {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        if (socket.getLocalPort() < 65536 - MEMBERS) {
          return socket.getLocalPort();
        }
      }
    }
  }

  @AfterEach
  void endEngines() throws InterruptedException {
    for (Process engine : engines) {
      engine.destroyForcibly().waitFor();
    }
  }

  /** Starts an engine with the tiny network and waits until it is ready. */
  private Process serve(String options) throws IOException {
    Process engine = program.start(words("serve --network tiny.h5 --quiet " + options + cluster));
    engines.add(engine);
    String ready = String.valueOf(engine.inputReader().readLine());
    assertThat(ready).contains("engine ", " ready: ", "tiny");
    ids.add(ready.split(" ")[1]);
    return engine;
  }

  /** Reads what a process reports until a line begins so. */
  private static String lineWith(String beginning, Process process) throws IOException {
    BufferedReader reader = process.errorReader();
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      if (line.startsWith(beginning)) {
        return line;
      }
    }
    throw new IOException("no line begins with " + beginning);
  }

  private Program.Ended run(String command) throws Exception {
    return program.run(words(command + cluster));
  }

  private static String[] words(String command) {
    return command.strip().split(" +");
  }

  private byte[] bytes(String name) throws IOException {
    return Files.readAllBytes(folder.resolve(name));
  }

  private static void terminate(Process process) throws Exception {
    new ProcessBuilder("kill", "-TERM", Long.toString(process.pid())).start().waitFor();
  }

  @Test
  void anEngineIsFoundAskedAndEnded() throws Exception {
    Process engine = serve("--state one --http-port 0");
    String options = " --size 64 --iterations 8 --keep-every 4 --frames %1$s.tif --gif %1$s.gif";
    Program.Ended whole = program.run(Program.stylize("-o whole.png" + options.formatted("whole")));
    assertThat(whole.code()).as(whole.err()).isZero();

    Program.Ended submitted =
        run(
            "submit content.png style.png --network tiny --json --id mine -o o.png"
                + options.formatted("o"));
    assertThat(submitted.code()).as(submitted.err()).isZero();
    assertThat(submitted.out().lines()).hasSize(1);
    assertThat(submitted.out()).contains("\"outcome\":\"completed\"", "\"job\":\"mine\"");
    assertThat(bytes("o.png")).isEqualTo(bytes("whole.png"));
    assertThat(bytes("o.tif")).isEqualTo(bytes("whole.tif"));
    assertThat(bytes("o.gif")).isEqualTo(bytes("whole.gif"));

    String dream = " --layer conv3_1 --octaves 2 --steps 4 --size 64 --network tiny";
    Program.Ended dreamt = run("dream content.png --submit --json -o dream.png" + dream);
    assertThat(dreamt.code()).as(dreamt.err()).isZero();
    assertThat(dreamt.out()).contains("\"engine\":\"" + ids.get(0), "\"preset\":\"deep-dream\"");
    Program.Ended alone =
        run("dream content.png --submit --detach --priority high --id asleep" + dream);
    assertThat(alone.code()).as(alone.err()).isZero();
    assertThat(alone.out().strip()).isEqualTo("asleep");
    Program.Ended woken = run("submit --attach asleep -o woken.png");
    assertThat(woken.code()).as(woken.err()).isZero();
    assertThat(PictureReader.read(folder.resolve("woken.png")).image().pixels())
        .isEqualTo(PictureReader.read(folder.resolve("dream.png")).image().pixels());
    Program.Ended many = run("dream --batch *.png --submit -o dreams" + dream);
    assertThat(many.code()).as(many.err()).isZero();
    assertThat(PictureReader.read(folder.resolve("dreams/content.png")).image().pixels())
        .isEqualTo(PictureReader.read(folder.resolve("dream.png")).image().pixels());

    Program.Ended maps =
        run("features content.png --submit --network tiny --layer conv4_1 -o f.png");
    assertThat(maps.code()).as(maps.err()).isZero();
    assertThat(maps.out()).contains("f.png: 8 feature maps");

    Path frames = Files.createDirectory(folder.resolve("frames"));
    for (int i = 0; i < 2; i++) {
      Files.copy(folder.resolve("content.png"), frames.resolve("f%d.png".formatted(i)));
    }
    Program.Ended sequence =
        run(
            "sequence frames style.png --submit --network tiny --size 64 --iterations 8"
                + " --next-iterations 2 -o painted");
    assertThat(sequence.code()).as(sequence.err()).isZero();
    assertThat(PictureReader.read(folder.resolve("painted/frame_0001.png")).image().pixels())
        .isEqualTo(PictureReader.read(folder.resolve("whole.png")).image().pixels());
    assertThat(folder.resolve("painted/frame_0002.png")).exists();

    assertThat(run("engines --json").out()).contains("\"tiny\"", "\"http\":\"http://127.0.0.1:");
    assertThat(run("jobs").out()).contains("mine", "completed", "8/8");
    Program.Ended attached = run("submit --attach mine -o again.png");
    assertThat(attached.code()).as(attached.err()).isZero();
    assertThat(PictureReader.read(folder.resolve("again.png")).image().pixels())
        .isEqualTo(PictureReader.read(folder.resolve("whole.png")).image().pixels());

    terminate(engine);
    assertThat(Program.end(engine).code()).isZero();
  }

  @Test
  void aJobThatIsLeftAloneGoesOnUntilItIsCancelled() throws Exception {
    serve("--state one");

    Program.Ended detached =
        run("submit content.png style.png --network tiny --size 128 --iterations 90000 --detach");
    assertThat(detached.code()).as(detached.err()).isZero();
    String job = detached.out().strip();

    assertThat(run("jobs --json").out()).contains(job).containsPattern("\"(running|queued)\"");
    assertThat(run("cancel " + job).out()).contains(job, "cancelled");
    Program.Ended attached = run("submit --json -o o.png --attach " + job);
    assertThat(attached.code()).as(attached.err()).isEqualTo(130);
    assertThat(attached.out()).contains("\"outcome\":\"cancelled\"");
    assertThat(PictureReader.read(folder.resolve("o.png")).image().width()).isEqualTo(128);
  }

  @Test
  void anotherEngineFinishesWhatADrainedOneHasBegun() throws Exception {
    String options = "--size 128 --iterations 500";
    List<Process> both =
        List.of(serve("--state first --drain 1"), serve("--state second --drain 1"));
    Process submit =
        program.start(
            words(
                "submit content.png style.png --network tiny --json -o o.png "
                    + "--checkpoint o.checkpoint --checkpoint-every 10 "
                    + options
                    + cluster));
    String engine = lineWith("engine ", submit).replaceFirst("engine ([\\w-]+);.*", "$1");
    Program.awaitIteration(submit, 20);

    Process first = both.get(ids.indexOf(engine));
    terminate(first);

    assertThat(Program.end(first).code()).isZero();
    Program.Ended ended = Program.end(submit);
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.err()).contains("resuming at iteration");
    Program.Ended whole = program.run(Program.stylize("-o whole.png " + options));
    assertThat(whole.code()).as(whole.err()).isZero();
    assertThat(bytes("o.png")).isEqualTo(bytes("whole.png"));
  }

  @Test
  void aFolderIsSpreadOverAllEnginesOnce() throws Exception {
    serve("--state first");
    serve("--state second");
    Path frames = Files.createDirectory(folder.resolve("frames"));
    for (int i = 0; i < 6; i++) {
      Files.copy(folder.resolve("content.png"), frames.resolve("f%d.png".formatted(i)));
    }
    Files.copy(folder.resolve("tiny.h5"), frames.resolve("broken.png"));
    String batch =
        "submit style.png --batch frames/*.png --network tiny --size 64 --iterations 60 -o out";

    Program.Ended done = run(batch);
    assertThat(done.code()).as(done.err()).isEqualTo(1);
    assertThat(done.out())
        .contains("ENGINE", "failed: frames/broken.png: ", "6 done, 0 left out")
        .contains("1 failed");
    assertThat(done.out().lines().filter(line -> line.matches(".* \\(\\w{8}\\) .*"))).hasSize(2);
    try (Stream<Path> written = Files.list(folder.resolve("out"))) {
      assertThat(written).hasSize(6);
    }

    Files.delete(frames.resolve("broken.png"));
    Files.delete(folder.resolve("out/f3.png"));
    Program.Ended again = run(batch + " --json");
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.out()).contains("\"done\":1,\"skipped\":5,\"failed\":0");
    assertThat(bytes("out/f3.png")).isEqualTo(bytes("out/f4.png"));
  }

  @Test
  void whatCantBeDoneIsToldInASentence() throws Exception {
    Program.Ended alone = run("submit content.png style.png -o o.png");
    assertThat(alone.code()).isEqualTo(1);
    assertThat(alone.err().lines()).hasSize(1);
    assertThat(alone.err()).contains("has no engine; start one with 'stylestream serve'");

    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Program.Ended refused =
          run("serve --state one --http-port %d".formatted(taken.getLocalPort()));
      assertThat(refused.code()).isEqualTo(1);
      assertThat(refused.err())
          .contains(
              "the port %d of --http-port can't be listened on".formatted(taken.getLocalPort()));
    }
  }
}
