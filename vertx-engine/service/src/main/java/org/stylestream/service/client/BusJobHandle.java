package org.stylestream.service.client;

import io.vertx.core.Future;
import org.stylestream.protocol.message.Fault;

/** A job that any thread may steer. */
final class BusJobHandle implements JobHandle {
  private final JobSession session;
  private final Callers callers;

  BusJobHandle(JobSession session, Callers callers) {
    this.session = session;
    this.callers = callers;
  }

  @Override
  public String jobId() {
    return session.jobId();
  }

  @Override
  public String engineId() {
    return session.engineId();
  }

  @Override
  public Future<Ending> ending() {
    return callers.call(session::ending);
  }

  @Override
  public Future<Void> cancel() {
    return callers.call(
        () ->
            session.ending().isComplete() ? Future.succeededFuture() : session.cancel().mapEmpty());
  }

  @Override
  public Future<Void> detach() {
    return callers.call(
        () ->
            session.detach(
                JobFailedException.of(
                    Fault.Code.LEASE_EXPIRED,
                    "the job %s isn't watched any longer: it was let go of",
                    session.jobId())));
  }
}
