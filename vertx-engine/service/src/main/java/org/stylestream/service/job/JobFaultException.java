package org.stylestream.service.job;

import java.util.Optional;
import org.stylestream.protocol.message.Fault;

/** A job can't be taken, or can't go on; the fault says why in one sentence. */
public final class JobFaultException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Fault fault;

  public JobFaultException(Fault fault) {
    super(fault.message());
    this.fault = fault;
  }

  public JobFaultException(Fault fault, Throwable cause) {
    super(fault.message(), cause);
    this.fault = fault;
  }

  /** A fault of no single field. */
  static JobFaultException of(Fault.Code code, String message) {
    return new JobFaultException(Fault.of(code, message));
  }

  /** A request that isn't as it must be. */
  static JobFaultException invalid(String field, IllegalArgumentException refusal) {
    return new JobFaultException(
        new Fault(Fault.Code.INVALID, refusal.getMessage(), Optional.of(field)), refusal);
  }

  /** What is wrong. */
  public Fault fault() {
    return fault;
  }
}
