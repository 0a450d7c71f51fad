package org.stylestream.service.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.stylestream.compute.image.Image;
import org.stylestream.protocol.event.LossReport;
import org.stylestream.protocol.message.EngineAnnouncement;
import org.stylestream.protocol.message.JobStatus;

/**
 * An engine as those see it who only watch: health, metrics, the page. Any thread may ask; nothing
 * blocks but {@link #result}'s reader.
 */
public interface EngineView {
  /** What the engine is now. */
  EngineAnnouncement announcement();

  /** The engine's jobs, the newest first. */
  List<JobStatus> jobs();

  /**
   * Losses of a job, one an iteration.
   *
   * @param from the first iteration, from 0
   * @param most that are wanted
   * @return fewer where there are no more; none for a job that isn't known
   */
  List<LossReport> losses(String jobId, int from, int most);

  /** A small picture of the running job's latest state, where there is one. */
  Optional<Look> latest(String jobId);

  /** The file with a finished job's result, safetensors with one tensor {@code image}. */
  Optional<Path> result(String jobId);

  /** Counters since the engine began. */
  EngineCounters counters();

  /** Whether the device threads answer and the engine can be reached at its own address. */
  Health health();

  /**
   * A look at a running job.
   *
   * @param image at most a few hundred pixels long
   */
  record Look(int iteration, Image image) {}

  /**
   * Whether an engine is well.
   *
   * @param problem one sentence, where it isn't
   */
  record Health(boolean live, boolean ready, Optional<String> problem) {}
}
