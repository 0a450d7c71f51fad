package org.stylestream.compute.cuda;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.stylestream.compute.device.EvaluationRecorder;
import org.stylestream.compute.device.Vector;

/**
 * Does an evaluation as it is the first time, since that may allocate; records it the second time,
 * as a CUDA graph, and replays it from then on. Optimisers evaluate at few pairs of vectors in
 * turn, each of which has its recording.
 */
final class CudaRecorder implements EvaluationRecorder {
  /** L-BFGS has two pairs. */
  private static final int MOST_RECORDINGS = 4;

  private record Pair(long image, long gradient) {}

  private final Gpu gpu;
  private final Runnable replayed;
  private final Map<Pair, Optional<Gpu.Recording>> recordings = new HashMap<>();
  private boolean begun;
  private boolean recordable = true;

  /**
   * @param replayed called after each evaluation that is replayed
   */
  CudaRecorder(Gpu gpu, Runnable replayed) {
    this.gpu = gpu;
    this.replayed = replayed;
  }

  @Override
  public void run(Vector image, Vector gradient, Runnable work) {
    Pair pair =
        new Pair(
            CudaVector.address(image, image.length()),
            CudaVector.address(gradient, gradient.length()));
    if (begun && recordable && !recordings.containsKey(pair)) {
      record(pair, work);
    }
    begun = true;
    recordings.getOrDefault(pair, Optional.empty()).ifPresentOrElse(this::replay, work);
  }

  private void replay(Gpu.Recording recording) {
    recording.replay();
    replayed.run();
  }

  private void record(Pair pair, Runnable work) {
    if (recordings.size() == MOST_RECORDINGS) {
      return;
    }
    Optional<Gpu.Recording> recording = gpu.record(work);
    recordable = recording.isPresent();
    recordings.put(pair, recording);
  }

  @Override
  public void close() {
    recordings.values().forEach(recording -> recording.ifPresent(Gpu.Recording::close));
    recordings.clear();
  }
}
