package org.stylestream.imagej.engine;

import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.stylestream.compute.device.CancelledException;
import org.stylestream.compute.device.MemorySize;

/** An engine in a process of its own, on the Java that ImageJ runs on. */
final class EngineProcess implements AutoCloseable {
  private static final String VECTOR_MODULE = "jdk.incubator.vector";
  private static final Path LARGE_PAGES = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");

  /** Longer than a busy machine takes to start one. */
  private static final long START_SECONDS = 90;

  /** Engines stop jobs between two layers, which takes no longer than this. */
  private static final long CLOSING_SECONDS = 5;

  private final Process process;
  private final Path log;
  private final CompletableFuture<Optional<EngineReady>> ready;

  private EngineProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    ready = CompletableFuture.supplyAsync(this::readReady, EngineProcess::inBackground);
  }

  /**
   * Starts one; it isn't ready yet.
   *
   * @param port that ImageJ's end of the event bus listens on
   * @param memory that a run may take
   * @throws IOException if there is no process to be had
   */
  static EngineProcess start(int port, Optional<MemorySize> memory) throws IOException {
    Path log = Files.createTempFile("stylestream-imagej-", ".log");
    List<String> command = new ArrayList<>(List.of(java().toString()));
    command.addAll(heap());
    command.addAll(speed());
    command.addAll(List.of("-Djava.awt.headless=true", temporaryFiles(), "-cp", classPath()));
    command.addAll(List.of(EngineProgram.class.getName(), Integer.toString(port), log.toString()));
    memory.map(MemorySize::text).ifPresent(command::add);
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    return new EngineProcess(process, log);
  }

  private static Path java() {
    boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    return Path.of(System.getProperty("java.home"), "bin", windows ? "java.exe" : "java");
  }

  /**
   * The limit leaves room for ImageJ; how much is taken follows from the picture, since these
   * collectors grow the heap only as it is needed, and nearly all of it is long-lived arrays.
   */
  private static List<String> heap() {
    return List.of(
        "-XX:MaxRAMPercentage=60",
        "-XX:+UseSerialGC",
        "-XX:MaxNewSize=64m",
        "-XX:+ExitOnOutOfMemoryError");
  }

  private static List<String> speed() throws IOException {
    List<String> options = new ArrayList<>();
    if (ModuleFinder.ofSystem().find(VECTOR_MODULE).isPresent()) {
      options.addAll(List.of("--add-modules", VECTOR_MODULE));
    }
    if (Files.isReadable(LARGE_PAGES) && !Files.readString(LARGE_PAGES).contains("[never]")) {
      options.add("-XX:+UseTransparentHugePages");
    }
    return options;
  }

  /** Where this process has them. */
  private static String temporaryFiles() {
    return "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir");
  }

  /** The plugin's jar, whose manifest names the others, or whatever this process was given. */
  private static String classPath() throws IOException {
    Class<?> own = EngineProcess.class;
    if (own.getClassLoader() == ClassLoader.getSystemClassLoader()) {
      return System.getProperty("java.class.path");
    }
    try {
      return new File(own.getProtectionDomain().getCodeSource().getLocation().toURI()).getPath();
    } catch (URISyntaxException e) {
      throw new IOException("the plugin's own jar can't be found", e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Completed when it has ended, with a sentence for the user. */
  CompletableFuture<String> end() {
    return process
        .onExit()
        .thenApply(
            ended ->
                "the engine's process has ended with exit code %d; its log is %s, and the next run starts another"
                    .formatted(ended.exitValue(), log));
  }

  /** What it has to say. */
  Path log() {
    return log;
  }

  private static void inBackground(Runnable task) {
    Thread thread = new Thread(task, "stylestream-engine-start");
    thread.setDaemon(true);
    thread.start();
  }

  /** Empty if it ends without having been ready. */
  private Optional<EngineReady> readReady() {
    return process
        .inputReader()
        .lines()
        .flatMap(line -> EngineReady.parse(line).stream())
        .findFirst();
  }

  /**
   * Waits until it is ready.
   *
   * @throws EngineUnavailableException if it ends instead, or takes too long
   */
  EngineReady ready() throws EngineUnavailableException {
    try {
      return ready.get(START_SECONDS, TimeUnit.SECONDS).orElseThrow(this::unready);
    } catch (ExecutionException | TimeoutException e) {
      throw new EngineUnavailableException(
          "the engine's process doesn't get ready; its log %s may say why".formatted(log), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException();
    }
  }

  private EngineUnavailableException unready() {
    return new EngineUnavailableException(
        "the engine's process ended while it started; its log %s says why".formatted(log));
  }

  /** Ends it in good order, or else without. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(CLOSING_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
