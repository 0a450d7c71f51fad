package org.stylestream.protocol.message;

import java.util.List;
import org.stylestream.protocol.Identifier;
import org.stylestream.protocol.Limits;
import org.stylestream.protocol.record.Count;
import org.stylestream.protocol.record.Meaning;
import org.stylestream.protocol.record.Named;
import org.stylestream.protocol.record.Range;
import org.stylestream.protocol.record.Text;

/** What an engine answers. */
@Meaning("What an engine answers.")
public sealed interface Reply {
  /**
   * The job is known here.
   *
   * @param engineId that has it; further requests go to its private address
   * @param attachment to be named in credits
   * @param missing SHA-256 of what must be uploaded before the job can begin
   */
  @Named("submitted")
  @Meaning("The job is known here; further requests go to stylestream.engine.<engineId>.")
  record Submitted(
      @Meaning("The engine that has the job.")
          @Text(pattern = Identifier.PATTERN, words = Identifier.WORDS)
          String engineId,
      @Meaning("The job as it is.") JobStatus status,
      @Meaning("To be named in credits.") @Range(min = 1, max = 9e15) long attachment,
      @Meaning("SHA-256 of the images and checkpoints to upload before the job can begin.")
          @Text(pattern = Identifier.SHA256, words = Identifier.SHA256_WORDS)
          @Count(min = 0, max = Limits.MOST_UPLOADS)
          List<String> missing)
      implements Reply {
    public Submitted {
      missing = List.copyOf(missing);
    }
  }

  /** The engine has no room now. */
  @Named("busy")
  @Meaning("The engine has no room now.")
  record Busy(
      @Meaning("Try again after so many milliseconds.") @Range(min = 1, max = 3.6e6)
          int retryAfterMillis,
      @Meaning("Jobs that wait.") @Range(min = 0, max = 1e9) int queued)
      implements Reply {}

  /** The request can't be granted. */
  @Named("refused")
  @Meaning("The request can't be granted.")
  record Refused(@Meaning("Why not.") Fault fault) implements Reply {}

  /** A chunk has come. */
  @Named("uploaded")
  @Meaning("A chunk of an upload has come.")
  record Uploaded(
      @Meaning("Whether the whole upload is there and its SHA-256 is right.") boolean complete,
      @Meaning("Whether nothing more is missing, so that the job is queued.") boolean queued)
      implements Reply {}

  /** Events follow from here. */
  @Named("attached")
  @Meaning("Events follow.")
  record Attached(
      @Meaning("The job as it is.") JobStatus status,
      @Meaning("To be named in credits.") @Range(min = 1, max = 9e15) long attachment)
      implements Reply {}

  /** The job ends, or has ended. */
  @Named("cancelling")
  @Meaning("The job ends, or has ended.")
  record Cancelling(@Meaning("The job as it is.") JobStatus status) implements Reply {}

  /** The lease holds again. */
  @Named("renewed")
  @Meaning("The lease holds again.")
  record Renewed(
      @Meaning("How long the lease holds, in milliseconds.") @Range(min = 1, max = 3.6e6)
          int leaseMillis,
      @Meaning("Those of the credits' jobs that this engine doesn't have.")
          @Text(pattern = Identifier.PATTERN, words = Identifier.WORDS)
          List<String> unknown)
      implements Reply {
    public Renewed {
      unknown = List.copyOf(unknown);
    }
  }

  /** What the engine is. */
  @Named("described")
  @Meaning("What the engine is.")
  record Described(@Meaning("The engine.") EngineAnnouncement engine) implements Reply {}

  /** The engine's jobs. */
  @Named("jobs")
  @Meaning("The engine's jobs, the newest first.")
  record Jobs(@Meaning("The jobs.") @Count(min = 0, max = Limits.MOST_LISTED) List<JobStatus> jobs)
      implements Reply {
    public Jobs {
      jobs = List.copyOf(jobs);
    }
  }
}
