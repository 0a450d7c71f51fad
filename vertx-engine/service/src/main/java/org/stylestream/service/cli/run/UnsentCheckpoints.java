package org.stylestream.service.cli.run;

import java.nio.file.Path;
import java.util.Optional;

/** Where the checkpoints are that an engine has, but doesn't send. */
@FunctionalInterface
public interface UnsentCheckpoints {
  /** Out of reach. */
  UnsentCheckpoints ELSEWHERE = (jobId, sequence) -> Optional.empty();

  /**
   * A checkpoint's file, if it is in reach; it may be gone where a later one has been made.
   *
   * @param sequence of its event
   */
  Optional<Path> file(String jobId, long sequence);
}
