package org.stylestream.imagej.job;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.stylestream.imagej.engine.EngineAccess;
import org.stylestream.imagej.engine.EngineUnavailableException;
import org.stylestream.service.client.JobFailedException;
import org.stylestream.service.client.JobHandle;
import org.stylestream.service.client.JobListener;
import org.stylestream.service.client.JobSubmission;
import org.stylestream.service.client.StyleStreamClient;

/** Has an engine do jobs, one after the other, on a thread that may wait. */
public final class JobRun {
  private static final long POLL_MILLIS = 25;

  /** How long a job may take to end when it is told to, before it is let go of. */
  private static final Duration GRACE = Duration.ofMillis(900);

  private final EngineAccess engines;
  private final BooleanSupplier stop;
  private final Consumer<String> status;

  /**
   * @param stop whether the user wants it all to end; asked often
   * @param status told in short phrases what is waited for
   */
  public JobRun(EngineAccess engines, BooleanSupplier stop, Consumer<String> status) {
    this.engines = engines;
    this.stop = stop;
    this.status = status;
  }

  /**
   * Has a job done. One that is stopped ends like that within a second.
   *
   * @throws StoppedException if it was stopped and left no ending
   * @throws IllegalStateException with a sentence for the user if it fails or there is no engine
   */
  public JobHandle.Ending run(JobSubmission job, JobListener listener) throws StoppedException {
    StyleStreamClient client = client();
    Future<JobHandle> submitted = client.submit(job, listener);
    JobHandle handle;
    try {
      handle = untilStopped(submitted.toCompletionStage().toCompletableFuture());
    } catch (StoppedException e) {
      submitted.onSuccess(JobHandle::cancel);
      throw e;
    }
    return ending(handle);
  }

  private StyleStreamClient client() throws StoppedException {
    FutureTask<StyleStreamClient> task = new FutureTask<>(() -> engines.client(status));
    Thread starter = new Thread(task, "StyleStream engine");
    starter.setDaemon(true);
    starter.start();
    try {
      return untilStopped(task);
    } catch (StoppedException e) {
      task.cancel(true);
      throw e;
    }
  }

  private JobHandle.Ending ending(JobHandle handle) throws StoppedException {
    CompletableFuture<JobHandle.Ending> ending =
        handle.ending().toCompletionStage().toCompletableFuture();
    try {
      return untilStopped(ending);
    } catch (StoppedException e) {
      handle.cancel();
      return lastOf(ending, handle);
    }
  }

  private static JobHandle.Ending lastOf(
      CompletableFuture<JobHandle.Ending> ending, JobHandle handle) throws StoppedException {
    try {
      return ending.get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // The engine has heard of it, or is gone; what came so far is there.
      handle.detach();
      throw new StoppedException();
    } catch (ExecutionException e) {
      throw new StoppedException();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoppedException();
    }
  }

  private <T> T untilStopped(java.util.concurrent.Future<T> future) throws StoppedException {
    while (!stop.getAsBoolean()) {
      try {
        return future.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        // Not yet.
      } catch (ExecutionException e) {
        throw explained(e.getCause());
      } catch (CancellationException e) {
        throw new StoppedException();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StoppedException();
      }
    }
    throw new StoppedException();
  }

  private static RuntimeException explained(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    boolean told =
        failure instanceof JobFailedException || failure instanceof EngineUnavailableException;
    return new IllegalStateException(
        told ? failure.getMessage() : "the run failed: " + failure.getMessage(), failure);
  }
}
