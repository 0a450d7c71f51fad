package org.stylestream.service.client;

import java.util.Optional;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.frame.Chunk;
import org.stylestream.protocol.frame.ChunkHeader;
import org.stylestream.protocol.frame.FrameAssembler;
import org.stylestream.protocol.record.RecordFormatException;

/**
 * Puts a job's events in sequence, each with its frame. What came before is passed over, and so is
 * everything after a gap, until the engine has gone back to it.
 */
final class ReliableLane {
  private long whole;
  private Optional<Assembly> assembly = Optional.empty();
  private boolean gap;
  private boolean gapToTell;

  /**
   * A lane from the event after one.
   *
   * @param lastSequence of the last event that has come
   */
  ReliableLane(long lastSequence) {
    whole = lastSequence;
  }

  /**
   * Takes an event.
   *
   * @return the event, where it is the next and has no frame
   * @throws OutOfMemoryError if there is no room for its frame
   */
  Optional<Arrival> event(long sequence, JobEvent event) {
    if (sequence <= begun()) {
      return Optional.empty();
    }
    if (assembly.isPresent() || sequence != whole + 1) {
      miss();
      return Optional.empty();
    }
    gap = false;
    if (event.attachedFrame().isPresent()) {
      assembly =
          Optional.of(new Assembly(event, new FrameAssembler(event.attachedFrame().get().bytes())));
      return Optional.empty();
    }
    whole = sequence;
    return Optional.of(new Arrival(sequence, event, Optional.empty()));
  }

  /**
   * Takes a chunk.
   *
   * @return the event and its frame, where the chunk was the frame's last
   */
  Optional<Arrival> chunk(Chunk chunk) {
    ChunkHeader header = chunk.header();
    if (header.sequence() <= whole) {
      return Optional.empty();
    }
    if (assembly.isEmpty() || header.sequence() != whole + 1) {
      miss();
      return Optional.empty();
    }
    Assembly current = assembly.get();
    try {
      if (current.frame().add(from(chunk, current.frame().filled()))) {
        gap = false;
      }
    } catch (RecordFormatException e) {
      miss();
    }
    if (!current.frame().isComplete()) {
      return Optional.empty();
    }
    whole++;
    assembly = Optional.empty();
    Frame frame = new Frame(current.event().attachedFrame().orElseThrow(), current.frame().bytes());
    return Optional.of(new Arrival(whole, current.event(), Optional.of(frame)));
  }

  /** Sequence number of the last event that has come whole. */
  long whole() {
    return whole;
  }

  /** Bytes that have come of the next event's frame. */
  long filled() {
    return assembly.map(current -> current.frame().filled()).orElse(0);
  }

  /** Whether something is missing. */
  boolean hasGap() {
    return gap;
  }

  /** Whether something is missing that hadn't been when this was last asked. */
  boolean takeNewGap() {
    boolean fresh = gapToTell;
    gapToTell = false;
    return fresh;
  }

  private long begun() {
    return assembly.isPresent() ? whole + 1 : whole;
  }

  private void miss() {
    gapToTell |= !gap;
    gap = true;
  }

  /** The chunk without the bytes that have come, for an engine that cuts its frame anew. */
  private static Chunk from(Chunk chunk, int filled) {
    ChunkHeader header = chunk.header();
    int end = (int) header.offset() + chunk.payload().length();
    if (header.offset() >= filled || end <= filled) {
      return chunk;
    }
    ChunkHeader rest =
        new ChunkHeader(
            header.jobId(),
            header.attachment(),
            header.sequence(),
            header.preview(),
            header.upload(),
            header.total(),
            filled);
    int known = filled - (int) header.offset();
    return new Chunk(rest, chunk.payload().slice(known, chunk.payload().length()));
  }

  private record Assembly(JobEvent event, FrameAssembler frame) {}
}
