package org.stylestream.compute.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.stylestream.compute.run.Checkpoint;
import org.stylestream.compute.run.CheckpointFile;
import org.stylestream.compute.run.CheckpointSink;

/** Keeps all checkpoints of a run, in files, and reads them back from there. */
public final class SavedCheckpoints implements CheckpointSink {
  private final Path folder;
  private final List<Path> files = new ArrayList<>();

  /**
   * @param folder empty
   */
  public SavedCheckpoints(Path folder) {
    this.folder = folder;
  }

  @Override
  public void save(Checkpoint checkpoint) {
    Path file = folder.resolve("checkpoint-%d".formatted(files.size()));
    try {
      CheckpointFile.write(file, checkpoint);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    files.add(file);
  }

  /** As they were read, in the order of the run. */
  public List<Checkpoint> read() throws IOException {
    List<Checkpoint> checkpoints = new ArrayList<>();
    for (Path file : files) {
      checkpoints.add(CheckpointFile.read(file));
    }
    return checkpoints;
  }
}
