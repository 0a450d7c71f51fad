package org.stylestream.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another process of this program with an engine in it, and what it says of its processor time and memory. */
final class EngineProcess implements AutoCloseable {
  private static final String ASK = "cpu";
  private static final String MEMORY = "memory";
  private static final String READY = "ready";
  private static final int SECONDS_TO_END = 30;

  private final Process process;
  private final BufferedReader answers;
  private final PrintStream questions;

  /**
   * Processor time.
   *
   * @param streaming of the event loops and of the threads that read and write files
   * @param process of everything, in seconds as well
   */
  record CpuSeconds(double streaming, double process) {
    CpuSeconds since(CpuSeconds before) {
      return new CpuSeconds(streaming - before.streaming, process - before.process);
    }

    /** The part of streaming in all. */
    double share() {
      return streaming / process;
    }
  }

  private EngineProcess(Process process) {
    this.process = process;
    answers = process.inputReader(StandardCharsets.UTF_8);
    questions = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
  }

  /** Starts one, with the memory options of the launcher; ready when this returns. */
  static EngineProcess start(StreamingSetup setup) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-XX:MaxRAMPercentage=80", "-XX:+UseSerialGC", "-XX:MaxNewSize=64m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(EngineProcess.class.getName());
    command.add(setup.cluster());
    EngineProcess engine =
        new EngineProcess(
            new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    engine.expect(READY);
    return engine;
  }

  /** The answer that begins with a word; whatever else the JVM says goes to standard error. */
  private String[] expect(String word) throws IOException {
    String line = answers.readLine();
    while (line != null && !line.startsWith(word)) {
      System.err.println(line);
      line = answers.readLine();
    }
    if (line == null) {
      throw new IOException("the engine's process has ended");
    }
    return line.split(" ");
  }

  /** Since it began. */
  CpuSeconds cpu() throws IOException {
    questions.println(ASK);
    String[] answer = expect(ASK);
    return new CpuSeconds(Double.parseDouble(answer[1]), Double.parseDouble(answer[2]));
  }

  /** Bytes that it holds, in its heap and in direct buffers, after a collection. */
  long memory() throws IOException {
    questions.println(MEMORY);
    return Long.parseLong(expect(MEMORY)[1]);
  }

  @Override
  public void close() {
    questions.close();
    try {
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** The other process. */
  public static void main(String[] arguments) throws Exception {
    try (StreamingSetup.RunningEngine engine = new StreamingSetup(arguments[0]).startEngine();
        BufferedReader questions =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      System.out.println(READY);
      String question = questions.readLine();
      while (question != null) {
        System.out.println(question.equals(MEMORY) ? ownMemory() : ownCpu(engine));
        question = questions.readLine();
      }
    }
  }

  private static String ownCpu(StreamingSetup.RunningEngine engine) {
    CpuSeconds cpu = ownCpu(engine.deviceThreads());
    return ASK + " " + cpu.streaming() + " " + cpu.process();
  }

  private static String ownMemory() {
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    long buffers =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    return MEMORY + " " + (heap + buffers);
  }

  private static CpuSeconds ownCpu(String deviceThreads) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long streaming = 0;
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null && isStreaming(thread.getThreadName(), deviceThreads)) {
        streaming += Math.max(0, threads.getThreadCpuTime(thread.getThreadId()));
      }
    }
    long all =
        ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime();
    return new CpuSeconds(streaming * 1e-9, all * 1e-9);
  }

  /** Vert.x's threads and the engine's; the others are the JVM's and the list of members'. */
  private static boolean isStreaming(String thread, String deviceThreads) {
    return thread.startsWith("vert.x-")
        || thread.startsWith("stylestream-") && !thread.startsWith(deviceThreads);
  }
}
