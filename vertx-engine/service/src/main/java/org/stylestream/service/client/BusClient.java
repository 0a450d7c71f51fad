package org.stylestream.service.client;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import org.stylestream.protocol.message.EngineAnnouncement;
import org.stylestream.protocol.message.JobStatus;

/** The client that any thread may use, before the verticle that does the work. */
final class BusClient implements StyleStreamClient {
  private final ClientVerticle verticle;
  private final Callers callers;

  private BusClient(ClientVerticle verticle) {
    this.verticle = verticle;
    callers = verticle.callers();
  }

  static Future<StyleStreamClient> create(Vertx vertx, ClientOptions options) {
    ClientVerticle verticle = new ClientVerticle(options);
    return vertx.deployVerticle(verticle).map(deployed -> new BusClient(verticle));
  }

  @Override
  public List<EngineAnnouncement> engines() {
    return verticle.engines();
  }

  @Override
  public Future<List<EngineAnnouncement>> discover() {
    return callers.call(verticle::discover);
  }

  @Override
  public Future<JobHandle> submit(JobSubmission submission, JobListener listener) {
    return callers.call(() -> verticle.submit(submission, listener)).map(this::handle);
  }

  @Override
  public Future<JobHandle> attach(String jobId, long lastSequence, JobListener listener) {
    return callers.call(() -> verticle.attach(jobId, lastSequence, listener)).map(this::handle);
  }

  @Override
  public Future<JobStatus> cancel(String jobId) {
    return callers.call(() -> verticle.cancel(jobId));
  }

  @Override
  public Future<List<EngineJobs>> jobs() {
    return callers.call(verticle::jobs);
  }

  @Override
  public Future<Void> close() {
    return callers.call(verticle::close);
  }

  private JobHandle handle(JobSession session) {
    return new BusJobHandle(session, callers);
  }
}
