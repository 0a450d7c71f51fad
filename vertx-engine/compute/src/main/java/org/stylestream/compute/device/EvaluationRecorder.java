package org.stylestream.compute.device;

/**
 * Does the evaluations of one objective, which are the same calls each time: where single calls to
 * a device are dear, from a recording of them.
 */
public interface EvaluationRecorder extends AutoCloseable {
  /** Makes all calls every time. */
  EvaluationRecorder NONE =
      new EvaluationRecorder() {
        @Override
        public void run(Vector image, Vector gradient, Runnable work) {
          work.run();
        }

        @Override
        public void close() {}
      };

  /**
   * Does an evaluation.
   *
   * @param image what is evaluated
   * @param gradient where the gradient goes
   * @param work makes the same calls with the same numbers whenever these two are the same; work
   *     that reads from the device is never recorded
   */
  void run(Vector image, Vector gradient, Runnable work);

  @Override
  void close();
}
