package org.stylestream.service.client;

import java.util.Optional;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.frame.Chunk;
import org.stylestream.protocol.frame.FrameAssembler;
import org.stylestream.protocol.record.RecordFormatException;

/** Puts previews together, the newest only: one that loses a chunk is given up. */
final class PreviewLane {
  private long newest;
  private Optional<Assembly> assembly = Optional.empty();

  /**
   * Begins a preview, where it is newer than those before.
   *
   * @throws OutOfMemoryError if there is no room for its frame
   */
  void event(JobEvent.Preview preview) {
    if (preview.number() <= newest) {
      return;
    }
    newest = preview.number();
    assembly = Optional.of(new Assembly(preview, new FrameAssembler(preview.frame().bytes())));
  }

  /**
   * Takes a chunk.
   *
   * @return the preview and its frame, where the chunk was its last
   */
  Optional<Arrival> chunk(Chunk chunk) {
    if (assembly.isEmpty() || chunk.header().preview() != newest) {
      return Optional.empty();
    }
    Assembly current = assembly.get();
    try {
      current.frame().add(chunk);
    } catch (RecordFormatException e) {
      assembly = Optional.empty();
      return Optional.empty();
    }
    if (!current.frame().isComplete()) {
      return Optional.empty();
    }
    assembly = Optional.empty();
    Frame frame = new Frame(current.preview().frame(), current.frame().bytes());
    return Optional.of(new Arrival(0, current.preview(), Optional.of(frame)));
  }

  private record Assembly(JobEvent.Preview preview, FrameAssembler frame) {}
}
