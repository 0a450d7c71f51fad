package org.stylestream.protocol.job;

import org.stylestream.protocol.record.Meaning;

/** What becomes of a job whose client's lease has expired. */
public enum ClientLoss {
  /** It is cancelled. */
  @Meaning("It is cancelled.")
  CANCEL,
  /** It goes on; the client may attach again. */
  @Meaning("It goes on; the client may attach again.")
  CONTINUE
}
