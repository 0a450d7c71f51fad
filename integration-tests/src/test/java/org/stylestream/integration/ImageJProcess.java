package org.stylestream.integration;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** ImageJ without its window, in a process of its own: see {@link HeadlessImageJ}. */
final class ImageJProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;
  private final BufferedWriter input;
  private final Path temporary;

  private ImageJProcess(Process process, Path temporary) {
    this.process = process;
    this.temporary = temporary;
    output = process.inputReader(StandardCharsets.UTF_8);
    input = process.outputWriter(StandardCharsets.UTF_8);
  }

  /**
   * What came of a macro.
   *
   * @param returned by it; {@code null} if it was ended
   * @param said on the way, to the log or as an error
   */
  record Answer(String returned, List<String> said) {}

  /**
   * Starts one with nothing but ImageJ and libraries of other versions on its class path.
   *
   * @param home the ImageJ folder, with plugins
   * @param models the folder of networks
   * @param temporary a folder that is there, for temporary files
   */
  static ImageJProcess start(Path home, Path models, Path temporary) throws IOException {
    Path tests = Path.of("target", "test-classes").toAbsolutePath();
    ProcessBuilder builder =
        new ProcessBuilder(
            Program.java().toString(),
            "-Xmx300m",
            "-Djava.awt.headless=true",
            "-Dplugins.dir=" + home,
            "-Djava.io.tmpdir=" + temporary,
            "-cp",
            tests + File.pathSeparator + Path.of(System.getProperty("stylestream.imagej"), "*"),
            HeadlessImageJ.class.getName());
    builder.environment().put("STYLESTREAM_MODELS", models.toString());
    builder.redirectErrorStream(true);
    return new ImageJProcess(builder.start(), temporary);
  }

  /** Runs a macro to its end. */
  Answer run(String macro) {
    begin(macro);
    return answer();
  }

  /** Begins a macro. */
  void begin(String macro) {
    try {
      input.write(macro + "\n");
      input.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for the end of the macro that was begun. */
  Answer answer() {
    return CompletableFuture.supplyAsync(this::read)
        .orTimeout(Patience.SECONDS, TimeUnit.SECONDS)
        .join();
  }

  private Answer read() {
    List<String> said = new ArrayList<>();
    try {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith(HeadlessImageJ.RETURNED)) {
          return new Answer(line.substring(HeadlessImageJ.RETURNED.length()), said);
        }
        said.add(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException("ImageJ has ended: " + String.join("\n", said));
  }

  /** The engine that it has started, once a job is on its disk. */
  ProcessHandle engineAtWork() {
    Patience.until("an engine at work", this::hasJob);
    return process.children().findFirst().orElseThrow();
  }

  private boolean hasJob() {
    try (Stream<Path> files = Files.walk(temporary)) {
      return files.anyMatch(file -> file.toString().endsWith("events"));
    } catch (IOException | UncheckedIOException e) {
      // A file went while we looked.
      return false;
    }
  }

  /** The processes that it has started and that are there. */
  List<ProcessHandle> children() {
    return process.children().collect(Collectors.toList());
  }

  /** Tells it that there are no more macros, and waits until it has ended; its exit code. */
  int end() throws IOException, InterruptedException {
    input.close();
    if (!process.waitFor(Patience.SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("ImageJ doesn't end");
    }
    return process.exitValue();
  }

  /** Ends it as kill -9 does. */
  void kill() {
    process.destroyForcibly();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
