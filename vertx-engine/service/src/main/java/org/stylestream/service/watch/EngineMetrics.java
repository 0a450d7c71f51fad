package org.stylestream.service.watch;

import io.netty.util.internal.PlatformDependent;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.stylestream.protocol.message.DeviceFacts;
import org.stylestream.protocol.message.EngineAnnouncement;
import org.stylestream.protocol.message.JobState;
import org.stylestream.protocol.message.JobStatus;
import org.stylestream.service.engine.EngineCounters;
import org.stylestream.service.engine.EngineView;

/**
 * An engine's metrics. The engine counts for itself, so that all there is to do is to write its
 * numbers down: no library of meters keeps them a second time. Labels have few values, and never a
 * job, a client or an address of the bus.
 */
final class EngineMetrics {
  private final EngineView engine;

  EngineMetrics(EngineView engine) {
    this.engine = engine;
  }

  /** All metrics as they are now. */
  String text() {
    PrometheusText text = new PrometheusText();
    EngineCounters counters = engine.counters();
    capacity(text, engine.announcement());
    jobs(text, counters);
    messages(text, counters);
    frames(text, counters);
    process(text);
    return text.toString();
  }

  private void capacity(PrometheusText text, EngineAnnouncement engineNow) {
    EngineView.Health health = engine.health();
    text.gauge("stylestream_live", "1 while the device threads answer.", health.live() ? 1 : 0)
        .gauge("stylestream_ready", "1 while jobs are taken and done.", health.ready() ? 1 : 0)
        .gauge(
            "stylestream_draining",
            "1 while the engine is going away.",
            engineNow.draining() ? 1 : 0)
        .gauge("stylestream_slots", "Jobs that can run at the same time.", engineNow.slots())
        .gauge("stylestream_queue_depth", "Jobs that wait.", engineNow.queued())
        .gauge("stylestream_queue_limit", "Jobs that can wait.", engineNow.queueLimit())
        .gauges(
            "stylestream_device_memory_bytes",
            "Memory that tensors may take on a device.",
            "device",
            engineNow.devices().stream()
                .collect(
                    Collectors.toMap(
                        DeviceFacts::id, DeviceFacts::memoryBytes, Long::sum, LinkedHashMap::new)));
  }

  private void jobs(PrometheusText text, EngineCounters counters) {
    text.gauges("stylestream_jobs", "Jobs that the engine has, by state.", "state", jobsByState())
        .counter("stylestream_jobs_submitted_total", "Jobs taken.", counters.submitted())
        .counters(
            "stylestream_jobs_ended_total",
            "Jobs ended, by how.",
            "state",
            ordered(
                "completed", counters.completed(),
                "failed", counters.failed(),
                "cancelled", counters.cancelled()))
        .summary(
            "stylestream_job_wait_seconds",
            "Seconds that a job waits before it begins.",
            counters.waitSeconds(),
            counters.begun())
        .summary(
            "stylestream_job_run_seconds",
            "Seconds that a job runs until it stops.",
            counters.runSeconds(),
            counters.stopped())
        .summary(
            "stylestream_iteration_seconds",
            "Seconds that an iteration takes.",
            counters.iterationSeconds(),
            counters.iterations());
  }

  private Map<String, Long> jobsByState() {
    Map<JobState, Long> counts =
        engine.jobs().stream()
            .collect(Collectors.groupingBy(JobStatus::state, Collectors.counting()));
    return Arrays.stream(JobState.values())
        .collect(
            Collectors.toMap(
                state -> state.name().toLowerCase(Locale.ROOT),
                state -> counts.getOrDefault(state, 0L),
                Long::sum,
                LinkedHashMap::new));
  }

  private static void messages(PrometheusText text, EngineCounters counters) {
    text.counter("stylestream_requests_refused_total", "Requests refused.", counters.refused())
        .counter(
            "stylestream_requests_busy_total",
            "Submissions put off because the queue was full.",
            counters.busy())
        .counter(
            "stylestream_messages_malformed_total",
            "Messages that were no messages of the protocol.",
            counters.malformed())
        .counter(
            "stylestream_grants_total",
            "Grants of credit that came by themselves, not in renewals.",
            counters.grants())
        .counter(
            "stylestream_leases_expired_total",
            "Leases that clients didn't renew in time.",
            counters.leasesExpired());
  }

  private static void frames(PrometheusText text, EngineCounters counters) {
    text.counters(
            "stylestream_frames_sent_total",
            "Frames sent; reliable are kept ones, results and checkpoints.",
            "lane",
            ordered("reliable", counters.frames(), "preview", counters.previews()))
        .counters(
            "stylestream_frame_bytes_sent_total",
            "Bytes of frames sent.",
            "lane",
            ordered("reliable", counters.frameBytes(), "preview", counters.previewBytes()))
        .counter(
            "stylestream_previews_skipped_total",
            "Iterations that no preview showed though previews were asked for.",
            counters.previewsSkipped())
        .counter(
            "stylestream_resent_total",
            "Times that sending went back to what a client had consumed.",
            counters.resent());
  }

  private static void process(PrometheusText text) {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    text.gauges(
            "jvm_memory_used_bytes",
            "Memory that the JVM uses.",
            "area",
            ordered(
                "heap", memory.getHeapMemoryUsage().getUsed(),
                "nonheap", memory.getNonHeapMemoryUsage().getUsed()))
        .gauge(
            "jvm_memory_max_bytes",
            "The most that the heap may grow to.",
            memory.getHeapMemoryUsage().getMax())
        .gauges(
            "jvm_buffer_memory_used_bytes",
            "Memory outside the heap, by pool.",
            "pool",
            bufferPools())
        .gauge(
            "jvm_threads_live",
            "Threads that live.",
            ManagementFactory.getThreadMXBean().getThreadCount());
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.UnixOperatingSystemMXBean system) {
      text.gauge("process_open_fds", "Files and sockets open.", system.getOpenFileDescriptorCount())
          .gauge(
              "process_max_fds",
              "Files and sockets that may be open.",
              system.getMaxFileDescriptorCount())
          .counter(
              "process_cpu_seconds_total",
              "Processor time that the process has taken.",
              system.getProcessCpuTime() / 1e9);
    }
  }

  /** The JDK's pools, and Netty's, which the JDK doesn't count. */
  private static Map<String, Long> bufferPools() {
    Map<String, Long> pools = new LinkedHashMap<>();
    for (var pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
      pools.put(pool.getName(), pool.getMemoryUsed());
    }
    pools.put("netty", Math.max(0, PlatformDependent.usedDirectMemory()));
    return pools;
  }

  private static Map<String, Long> ordered(String first, long one, String second, long two) {
    Map<String, Long> values = new LinkedHashMap<>();
    values.put(first, one);
    values.put(second, two);
    return values;
  }

  private static Map<String, Long> ordered(
      String first, long one, String second, long two, String third, long three) {
    Map<String, Long> values = ordered(first, one, second, two);
    values.put(third, three);
    return values;
  }
}
