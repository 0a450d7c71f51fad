package org.stylestream.service.client;

import org.stylestream.protocol.message.Fault;

/** A job, or a request about one, came to nothing. */
public final class JobFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Fault fault;

  /** With the fault's sentence as message. */
  public JobFailedException(Fault fault) {
    super(fault.message());
    this.fault = fault;
  }

  /** What went wrong. */
  public Fault fault() {
    return fault;
  }
}
