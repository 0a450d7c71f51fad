package org.stylestream.protocol.message;

import java.util.List;
import java.util.Optional;
import org.stylestream.protocol.Identifier;
import org.stylestream.protocol.Limits;
import org.stylestream.protocol.job.Delivery;
import org.stylestream.protocol.job.JobRequest;
import org.stylestream.protocol.job.Priority;
import org.stylestream.protocol.record.Count;
import org.stylestream.protocol.record.Meaning;
import org.stylestream.protocol.record.Named;
import org.stylestream.protocol.record.Range;
import org.stylestream.protocol.record.Text;

/** What is sent to an engine as JSON. All but {@link Grant} are requests with a {@link Reply}. */
@Meaning("What is sent to an engine.")
public sealed interface EngineRequest {
  /**
   * Asks for a picture. The same job id with the same request again tells the job's state.
   *
   * @param jobId made by the client, unique
   * @param resumeFrom SHA-256 of a checkpoint file that is uploaded like an image, where the job
   *     goes on from one
   * @param chunks whether frames' chunks follow their events and previews come; without them no
   *     frame counts as under way, and all events flow
   */
  @Named("submit")
  @Meaning(
      "Asks for a picture. Sent again, the same job id and request give the job's state; the same"
          + " id with another request is a conflict.")
  record Submit(
      @Meaning("The protocol's version.") @Range(min = 1, max = 1000) int version,
      @Meaning("The job, named by its client: unique.")
          @Text(pattern = Identifier.PATTERN, words = Identifier.WORDS)
          String jobId,
      @Meaning("The client: events go to stylestream.client.<id>.")
          @Text(pattern = Identifier.PATTERN, words = Identifier.WORDS)
          String clientId,
      @Meaning("Which jobs go first.") Priority priority,
      @Meaning("What is asked for.") JobRequest request,
      @Meaning("How the results come.") Delivery delivery,
      @Meaning("A checkpoint to go on from, uploaded like an image.")
          Optional<CheckpointDescription> resumeFrom,
      @Meaning(
              "The only device that it may run on, by its id, or by what comes before a colon in it;"
                  + " left out: any.")
          Optional<String> device,
      @Meaning(
              "Whether frames' chunks follow their events, and previews come; false for clients that"
                  + " fetch pictures by HTTP.")
          boolean chunks)
      implements EngineRequest {
    /** A job for any device. */
    public Submit(
        int version,
        String jobId,
        String clientId,
        Priority priority,
        JobRequest request,
        Delivery delivery,
        Optional<CheckpointDescription> resumeFrom,
        boolean chunks) {
      this(
          version,
          jobId,
          clientId,
          priority,
          request,
          delivery,
          resumeFrom,
          Optional.empty(),
          chunks);
    }
  }

  /**
   * Asks for the events after {@code lastSequence}, to be sent to this client from now on.
   *
   * @param chunks as in {@link Submit}
   */
  @Named("attach")
  @Meaning(
      "Asks for a job's events after a sequence number, to be sent to this client from now on.")
  record Attach(
      @Meaning("The job.") @Text(pattern = Identifier.PATTERN, words = Identifier.WORDS)
          String jobId,
      @Meaning("The client: events go to stylestream.client.<id>.")
          @Text(pattern = Identifier.PATTERN, words = Identifier.WORDS)
          String clientId,
      @Meaning("The last event that the client has; 0 for none.") @Range(min = 0, max = 9e15)
          long lastSequence,
      @Meaning(
              "Whether frames' chunks follow their events, and previews come; false for clients that"
                  + " fetch pictures by HTTP.")
          boolean chunks)
      implements EngineRequest {}

  /** Ends a job; what it has made is kept. */
  @Named("cancel")
  @Meaning("Ends a job; its image so far is its result.")
  record Cancel(
      @Meaning("The job.") @Text(pattern = Identifier.PATTERN, words = Identifier.WORDS)
          String jobId)
      implements EngineRequest {}

  /** Grants credit; has no reply. */
  @Named("grant")
  @Meaning("Grants credit. Sent without waiting for a reply; there is none.")
  record Grant(@Meaning("What was consumed and what may come.") Credit credit)
      implements EngineRequest {}

  /**
   * Renews a client's lease on its jobs, and repeats its credits.
   *
   * @param credits one a job that the client watches on this engine
   */
  @Named("renew")
  @Meaning("Renews a client's lease on all its jobs on this engine, and repeats its credits.")
  record Renew(
      @Meaning("The client.") @Text(pattern = Identifier.PATTERN, words = Identifier.WORDS)
          String clientId,
      @Meaning("One a job that the client watches on this engine.") @Count(min = 0, max = 4096)
          List<Credit> credits)
      implements EngineRequest {
    public Renew {
      credits = List.copyOf(credits);
    }
  }

  /** Asks what an engine is. */
  @Named("describe")
  @Meaning("Asks what the engine is.")
  record Describe() implements EngineRequest {}

  /** Asks for the jobs of an engine. */
  @Named("list")
  @Meaning("Asks for the engine's jobs, the newest first.")
  record ListJobs(@Meaning("At most so many.") @Range(min = 1, max = Limits.MOST_LISTED) int limit)
      implements EngineRequest {}
}
