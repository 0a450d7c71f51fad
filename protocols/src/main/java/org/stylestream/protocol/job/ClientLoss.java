package org.stylestream.protocol.job;

/** What becomes of a job whose client's lease has expired. */
public enum ClientLoss {
  /** It is cancelled. */
  CANCEL,
  /** It goes on; the client may attach again. */
  CONTINUE
}
