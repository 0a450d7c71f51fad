package org.stylestream.service.cli.run;

import java.util.List;
import java.util.Optional;
import org.stylestream.compute.image.Plane;
import org.stylestream.compute.preset.StageSettings;

/**
 * What is known of a job beside what its engine tells. Of a job that somebody else submitted that
 * is nothing.
 *
 * @param jobId its id
 * @param local whether this process runs it
 * @param preset its id, or {@code deep-dream}
 * @param stages of its run; none where they aren't known
 * @param alpha of the content picture
 * @param options what was asked for beside preset, network and seed, in words; may be empty
 * @param notes on its pictures, for the user
 * @param mark put into the descriptions of its files
 */
public record JobSubject(
    String jobId,
    boolean local,
    Optional<String> preset,
    List<StageSettings> stages,
    Optional<Long> seed,
    Optional<Plane> alpha,
    List<String> options,
    List<String> notes,
    Optional<String> mark) {
  public JobSubject {
    options = List.copyOf(options);
    stages = List.copyOf(stages);
    notes = List.copyOf(notes);
  }

  /** A job that is submitted here. */
  public static JobSubject of(String jobId, boolean local, JobDraft draft) {
    return new JobSubject(
        jobId,
        local,
        Optional.of(draft.optimization().preset()),
        draft.optimization().stages(),
        Optional.of(draft.optimization().seed()),
        draft.alpha(),
        RequestWords.of(draft.request()),
        draft.notes(),
        Optional.empty());
  }

  /** A job that was submitted before, by whomever. */
  public static JobSubject unknown(String jobId) {
    return new JobSubject(
        jobId,
        false,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.empty());
  }

  /** The same with a mark. */
  public JobSubject marked(String text) {
    return new JobSubject(
        jobId, local, preset, stages, seed, alpha, options, notes, Optional.of(text));
  }
}
