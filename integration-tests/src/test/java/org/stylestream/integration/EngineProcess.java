package org.stylestream.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An engine in a process of its own, with the tiny network. */
final class EngineProcess implements AutoCloseable {
  private static final Pattern READY =
      Pattern.compile("engine (\\S+) ready: .*?(?:; health at (\\S+)/health/ready.*)?");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final String state;
  private final Path log;
  private String engineId = "";
  private String url = "";

  private EngineProcess(Process process, String state, Path log) {
    this.process = process;
    this.state = state;
    this.log = log;
  }

  /**
   * Starts an engine, which isn't ready yet.
   *
   * @param state the folder that it keeps its jobs in
   */
  static EngineProcess begin(Program program, TestCluster cluster, String state, String... more) {
    return begin(program, List.of(), List.of("-Xmx600m"), cluster.settings(), state, more);
  }

  /**
   * Starts an engine, which isn't ready yet.
   *
   * @param before what starts the virtual machine, if something does
   * @param options of the virtual machine
   * @param settings of the cluster
   */
  static EngineProcess begin(
      Program program,
      List<String> before,
      List<String> options,
      List<String> settings,
      String state,
      String... more) {
    List<String> arguments = new ArrayList<>(List.of("serve", "--network", "tiny.h5"));
    arguments.addAll(List.of("--state", state));
    arguments.addAll(settings);
    arguments.addAll(List.of(more));
    try {
      Path log = Files.createTempFile(program.folder(), "engine-", ".log");
      ProcessBuilder builder = program.process(before, options, arguments.toArray(String[]::new));
      return new EngineProcess(builder.redirectError(log.toFile()).start(), state, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts an engine and waits until it takes jobs. */
  static EngineProcess start(Program program, TestCluster cluster, String state, String... more) {
    return begin(program, cluster, state, more).ready();
  }

  /** Waits until it takes jobs. */
  EngineProcess ready() {
    String line =
        CompletableFuture.supplyAsync(this::firstLine)
            .orTimeout(Patience.SECONDS, TimeUnit.SECONDS)
            .join();
    Matcher ready = READY.matcher(line);
    assertThat(ready.matches()).as("%s; on standard error: %s", line, log()).isTrue();
    engineId = ready.group(1);
    url = String.valueOf(ready.group(2));
    return this;
  }

  private String firstLine() {
    try {
      return String.valueOf(process.inputReader().readLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its id, once it is ready. */
  String engineId() {
    return engineId;
  }

  /** What it answers over HTTP, where it was told to. */
  String get(String path) {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url + path)).build();
    return http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
        .orTimeout(Patience.SECONDS, TimeUnit.SECONDS)
        .join()
        .body();
  }

  /** The folder that it keeps its jobs in, as it was given. */
  String state() {
    return state;
  }

  /** What it has said on standard error. */
  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its process's id. */
  long pid() {
    return process.pid();
  }

  /** Whether it is there. */
  boolean isAlive() {
    return process.isAlive();
  }

  /** Ends it as kill -9 does. */
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** Asks it to end, as kill does. */
  void terminate() {
    process.destroy();
  }

  /** Waits until it has ended; its exit code. */
  int awaitEnd() {
    try {
      assertThat(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS)).as("ended").isTrue();
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new UncheckedIOException(
          new InterruptedIOException("interrupted while an engine ends"));
    }
  }

  @Override
  public void close() {
    kill();
  }
}
