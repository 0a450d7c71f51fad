package org.stylestream.integration;

import static org.assertj.core.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.stylestream.compute.image.Image;
import org.stylestream.service.picture.PictureWriter;
import org.stylestream.service.picture.WriteOptions;

/**
 * Starts the program as processes of their own, in a folder with sample pictures and a tiny
 * network.
 */
final class Program {
  private static final String TINY = "/org/stylestream/compute/goldens/tiny_vgg19_notop.h5";
  private static final long MINUTES = 2;

  private final Path folder;

  /** What a process came to. */
  record Ended(int code, String out, String err) {}

  private Program(Path folder) {
    this.folder = folder;
  }

  /** Puts {@code content.png}, {@code style.png} and {@code tiny.h5} into a folder. */
  static Program in(Path folder) throws IOException {
    write(folder.resolve("content.png"), 192, 256, 0.05);
    write(folder.resolve("style.png"), 160, 160, 0.21);
    try (InputStream tiny = Program.class.getResourceAsStream(TINY)) {
      Files.copy(tiny, folder.resolve("tiny.h5"));
    }
    return new Program(folder);
  }

  private static void write(Path file, int height, int width, double frequency) throws IOException {
    float[] pixels = new float[height * width * Image.CHANNELS];
    for (int i = 0; i < pixels.length; i++) {
      int x = i / Image.CHANNELS % width;
      int y = i / Image.CHANNELS / width;
      pixels[i] =
          (float)
              (127.5
                  + 100 * Math.sin(frequency * (x + i % Image.CHANNELS * y)) * Math.cos(0.1 * y));
    }
    PictureWriter.write(
        new Image(height, width, pixels), Optional.empty(), file, WriteOptions.DEFAULT);
  }

  /** The class path of the program, whatever started this test. */
  static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /** The virtual machine that runs this test. */
  static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  /** Starts a command in the folder. */
  Process start(String... arguments) throws IOException {
    return process(List.of(), List.of("-Xmx600m"), arguments).start();
  }

  /**
   * A command to be started in the folder.
   *
   * @param before what starts the virtual machine, if something does
   * @param options of the virtual machine
   */
  ProcessBuilder process(List<String> before, List<String> options, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.addAll(withDefaultSignals());
    command.addAll(List.of(java().toString(), "--add-modules", "jdk.incubator.vector"));
    command.addAll(options);
    command.addAll(List.of("-cp", classPath(), "org.stylestream.service.cli.Main"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().remove("STYLESTREAM_MODELS");
    builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    builder.environment().put("XDG_CONFIG_HOME", folder.resolve("config").toString());
    builder.environment().put("XDG_STATE_HOME", folder.resolve("state").toString());
    return builder;
  }

  /**
   * What to put before a command so that it hears signals: a build that runs in the background, or
   * under nohup, hands down that they are ignored.
   */
  private static List<String> withDefaultSignals() throws IOException {
    List<String> env = List.of("env", "--default-signal=INT,HUP");
    try {
      List<String> trial = new ArrayList<>(env);
      trial.add("true");
      return new ProcessBuilder(trial).start().waitFor() == 0 ? env : List.of();
    } catch (InterruptedException e) {
      throw new InterruptedIOException("interrupted while looking for env");
    }
  }

  /** The folder that commands run in. */
  Path folder() {
    return folder;
  }

  /** A stylize command on the sample pictures. */
  static String[] stylize(String options) {
    return ("stylize content.png style.png --network tiny.h5 " + options).split(" ");
  }

  /** Runs a command to its end. */
  Ended run(String... arguments) throws IOException, InterruptedException {
    return end(start(arguments));
  }

  /** Waits for a process to end; what it wrote and wasn't read before comes back. */
  static Ended end(Process process) throws IOException, InterruptedException {
    StringBuilder err = new StringBuilder();
    Thread reader = new Thread(() -> err.append(text(process.getErrorStream())));
    reader.start();
    String out = text(process.getInputStream());
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IllegalStateException("the program hangs: " + err);
    }
    reader.join();
    return new Ended(process.exitValue(), out, withoutJvmWarning(err.toString()));
  }

  private static String text(InputStream stream) {
    try {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The JVM names the incubating module that it was told to take. */
  private static String withoutJvmWarning(String err) {
    return err.replaceFirst("(?m)^WARNING: Using incubator modules.*\\R", "");
  }

  /** Reads what a process reports of its progress until it has shown that many iterations. */
  static void awaitIteration(Process process, int iteration) throws IOException {
    StringBuilder said = new StringBuilder();
    BufferedReader reader = process.errorReader();
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      String first = line.split("/")[0];
      if (first.matches("\\d+") && Integer.parseInt(first) >= iteration) {
        return;
      }
      said.append(line).append('\n');
    }
    fail("it ended before iteration %d: %s".formatted(iteration, said));
  }
}
