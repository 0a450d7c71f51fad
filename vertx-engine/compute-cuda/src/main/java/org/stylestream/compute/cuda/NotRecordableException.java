package org.stylestream.compute.cuda;

/** Work that is being recorded allocates, frees, waits or copies to or from the host. */
public final class NotRecordableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NotRecordableException() {
    super("work that allocates or waits can't be recorded", null, false, false);
  }
}
