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

  /** With the fault's sentence as message, and what was thrown. */
  public JobFailedException(Fault fault, Throwable cause) {
    super(fault.message(), cause);
    this.fault = fault;
  }

  static JobFailedException of(Fault.Code code, String sentence, Object... values) {
    return new JobFailedException(Fault.of(code, sentence.formatted(values)));
  }

  /** What went wrong. */
  public Fault fault() {
    return fault;
  }
}
