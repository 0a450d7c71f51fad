package org.stylestream.service.engine;

import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/** What is counted, by any thread. */
final class Counters {
  final LongAdder submitted = new LongAdder();
  final LongAdder begun = new LongAdder();
  final LongAdder stopped = new LongAdder();
  final LongAdder completed = new LongAdder();
  final LongAdder failed = new LongAdder();
  final LongAdder cancelled = new LongAdder();
  final LongAdder refused = new LongAdder();
  final LongAdder busy = new LongAdder();
  final LongAdder malformed = new LongAdder();
  final LongAdder grants = new LongAdder();
  final LongAdder iterations = new LongAdder();
  final DoubleAdder iterationSeconds = new DoubleAdder();
  final DoubleAdder waitSeconds = new DoubleAdder();
  final DoubleAdder runSeconds = new DoubleAdder();
  final LongAdder frames = new LongAdder();
  final LongAdder frameBytes = new LongAdder();
  final LongAdder previews = new LongAdder();
  final LongAdder previewsSkipped = new LongAdder();
  final LongAdder previewBytes = new LongAdder();
  final LongAdder resent = new LongAdder();
  final LongAdder leasesExpired = new LongAdder();

  EngineCounters read() {
    return new EngineCounters(
        submitted.sum(),
        begun.sum(),
        stopped.sum(),
        completed.sum(),
        failed.sum(),
        cancelled.sum(),
        refused.sum(),
        busy.sum(),
        malformed.sum(),
        grants.sum(),
        iterations.sum(),
        iterationSeconds.sum(),
        waitSeconds.sum(),
        runSeconds.sum(),
        frames.sum(),
        frameBytes.sum(),
        previews.sum(),
        previewsSkipped.sum(),
        previewBytes.sum(),
        resent.sum(),
        leasesExpired.sum());
  }
}
