package org.stylestream.protocol.message;

/** Where a job is. */
public enum JobState {
  /** Waiting for its images. */
  UPLOADING,
  QUEUED,
  RUNNING,
  COMPLETED,
  FAILED,
  CANCELLED;

  /** Whether nothing more will happen. */
  public boolean isFinal() {
    return this == COMPLETED || this == FAILED || this == CANCELLED;
  }
}
