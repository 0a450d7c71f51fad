package org.stylestream.service.cli.terminal;

/** The user has stopped the program while it watched a job that is to go on. */
public final class JobDetachedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public JobDetachedException(String jobId) {
    super(
        "the job goes on; 'stylestream submit --attach %s -o FILE' takes it up again"
            .formatted(jobId));
  }
}
