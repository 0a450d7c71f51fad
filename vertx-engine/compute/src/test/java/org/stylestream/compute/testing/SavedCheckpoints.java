package org.stylestream.compute.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.stylestream.compute.run.Checkpoint;
import org.stylestream.compute.run.CheckpointFile;
import org.stylestream.compute.run.CheckpointSink;

/** Every checkpoint of a run, each through a file. */
public final class SavedCheckpoints implements CheckpointSink {
  private final Path folder;
  private final List<Checkpoint> checkpoints = new ArrayList<>();

  public SavedCheckpoints(Path folder) {
    this.folder = folder;
  }

  @Override
  public void save(Checkpoint checkpoint) {
    Path file = folder.resolve("%d.checkpoint".formatted(checkpoints.size()));
    try {
      CheckpointFile.write(file, checkpoint);
      checkpoints.add(CheckpointFile.read(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public List<Checkpoint> all() {
    return List.copyOf(checkpoints);
  }
}
