package org.stylestream.protocol.message;

import org.stylestream.protocol.record.Meaning;

/** Where a job is. */
public enum JobState {
  /** Waiting for its images. */
  @Meaning("Waiting for its images.")
  UPLOADING,
  /** Waiting for a device. */
  @Meaning("Waiting for a device.")
  QUEUED,
  /** On a device. */
  @Meaning("On a device.")
  RUNNING,
  /** Ended, with a result. */
  @Meaning("Ended, with a result.")
  COMPLETED,
  /** Ended, with a fault. */
  @Meaning("Ended, with a fault.")
  FAILED,
  /** Ended as somebody asked. */
  @Meaning("Ended as somebody asked, with the image so far.")
  CANCELLED;

  /** Whether nothing more will happen. */
  public boolean isFinal() {
    return this == COMPLETED || this == FAILED || this == CANCELLED;
  }
}
