package org.stylestream.service.engine;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.zip.CRC32C;
import org.stylestream.compute.file.FileReplacement;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.record.RecordFormatException;
import org.stylestream.protocol.record.RecordReader;
import org.stylestream.protocol.record.RecordWriter;

/**
 * The events of a job in a file, and their frames in files beside it. Each event is
 *
 * <pre>
 * bytes
 *  4     length of the JSON, N
 *  4     CRC-32C of everything after it
 *  8     bytes of the frame, 0 for none
 *  N     the event, JSON
 * </pre>
 *
 * big-endian, one after the other: their numbers are their places, from 1. A frame is written
 * before its event, so that an event that can be read has its frame.
 *
 * <p>Nothing is forced to the disk: what a process wrote outlives it, and of what a machine that
 * loses its power hadn't written the torn end is cut off when the log is opened. Any thread may use
 * a log; files are open only while they are used.
 */
final class JobLog {
  private static final String EVENTS = "events";
  private static final int HEADER_BYTES = 16;
  private static final int MOST_BYTES_AT_ONCE = 1 << 18;

  private final Path folder;

  /**
   * Held while something is written. What is known of the log changes under both locks, so that
   * those who only look never wait for the disk.
   */
  private final Object appending = new Object();

  /** Where each event begins. */
  private long[] starts = new long[16];

  /** Bytes of each event's frame. */
  private long[] frames = new long[16];

  private int size;
  private long end;
  private boolean cut;

  /** Events that have files of which only the newest counts. */
  private final TreeSet<Long> replaceable = new TreeSet<>();

  /** Events that could only be kept in memory. */
  private final Map<Long, byte[]> unwritten = new HashMap<>();

  private JobLog(Path folder) {
    this.folder = folder;
  }

  /**
   * An event as it was logged.
   *
   * @param frameBytes of its frame; 0 for none
   */
  record Entry(long sequence, long frameBytes, JsonObject event) {}

  /**
   * Opens the log in a folder, which may be empty yet; cuts a torn end off.
   *
   * @param history gets the events that are there
   */
  static JobLog open(Path folder, JobHistory history) throws IOException {
    JobLog log = new JobLog(folder);
    log.recover(history);
    return log;
  }

  private void recover(JobHistory history) throws IOException {
    Path events = folder.resolve(EVENTS);
    if (!Files.exists(events)) {
      return;
    }
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(events)))) {
      Optional<JobEvent> event = next(in);
      while (event.isPresent()) {
        history.add(event.get());
        event = next(in);
      }
    }
    try (FileChannel channel = FileChannel.open(events, StandardOpenOption.WRITE)) {
      cut = channel.size() > end;
      channel.truncate(end);
    }
  }

  /** Whether a torn end was cut off when the log was opened. */
  boolean wasCut() {
    return cut;
  }

  private Optional<JobEvent> next(DataInputStream in) throws IOException {
    try {
      int length = in.readInt();
      int checksum = in.readInt();
      long frameBytes = in.readLong();
      if (length < 2 || length > RecordReader.LARGEST_MESSAGE) {
        return Optional.empty();
      }
      byte[] json = in.readNBytes(length);
      if (json.length < length || checksum(frameBytes, json) != checksum) {
        return Optional.empty();
      }
      JobEvent event = RecordReader.read(Buffer.buffer(json), JobEvent.class);
      boolean there = frameBytes == 0 || hasFrame(size + 1, frameBytes);
      if (!there && !(event instanceof JobEvent.Checkpointed)) {
        return Optional.empty();
      }
      add(there ? frameBytes : 0, HEADER_BYTES + length);
      if (there && event instanceof JobEvent.Checkpointed && Files.exists(frame(size))) {
        replaceable.add((long) size);
      }
      return Optional.of(event);
    } catch (EOFException | RecordFormatException e) {
      return Optional.empty();
    }
  }

  private boolean hasFrame(long sequence, long bytes) throws IOException {
    Path file = frame(sequence);
    return Files.exists(file) && Files.size(file) == bytes;
  }

  private void add(long frameBytes, long recordBytes) {
    if (size == starts.length) {
      starts = Arrays.copyOf(starts, 2 * size);
      frames = Arrays.copyOf(frames, 2 * size);
    }
    starts[size] = end;
    frames[size] = frameBytes;
    end += recordBytes;
    size++;
  }

  private static int checksum(long frameBytes, byte[] json) {
    CRC32C checksum = new CRC32C();
    checksum.update(ByteBuffer.allocate(Long.BYTES).putLong(frameBytes).flip());
    checksum.update(json);
    return (int) checksum.getValue();
  }

  /** Logs an event without a frame; its number. */
  long append(JobEvent event) throws IOException {
    synchronized (appending) {
      return write(event, 0, false);
    }
  }

  /** Logs an event with its frame; its number. */
  long append(JobEvent event, byte[] frame) throws IOException {
    synchronized (appending) {
      Path file = frame(size + 1);
      try {
        Files.write(file, frame);
      } catch (IOException e) {
        Files.deleteIfExists(file);
        throw e;
      }
      return write(event, frame.length, false);
    }
  }

  /**
   * Logs an event with a file, which is linked where the disk can do that, else copied; its number.
   * The file is the event's frame, or is only kept beside it where the event has none.
   */
  long append(JobEvent event, Path file) throws IOException {
    synchronized (appending) {
      Path link = frame(size + 1);
      FileReplacement.link(link, file);
      return write(event, event.attachedFrame().isPresent() ? Files.size(link) : 0, true);
    }
  }

  /** Keeps an event in memory, where it can't be written; its number. */
  long appendUnwritten(JobEvent event) {
    synchronized (appending) {
      byte[] json = json(event);
      synchronized (this) {
        add(0, 0);
        unwritten.put((long) size, json);
        return size;
      }
    }
  }

  private long write(JobEvent event, long frameBytes, boolean replaced) throws IOException {
    byte[] json = json(event);
    ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + json.length);
    bytes.putInt(json.length).putInt(checksum(frameBytes, json)).putLong(frameBytes).put(json);
    bytes.flip();
    try (FileChannel channel =
        FileChannel.open(
            folder.resolve(EVENTS), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.position(end);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
    synchronized (this) {
      add(frameBytes, bytes.limit());
      if (replaced) {
        replaceable.add((long) size);
      }
      return size;
    }
  }

  private static byte[] json(JobEvent event) {
    return RecordWriter.write(event, JobEvent.class).getBytes();
  }

  /** The number of the last event; 0 for none. */
  synchronized long lastSequence() {
    return size;
  }

  /** Bytes of an event's frame; 0 for none. */
  synchronized long frameBytes(long sequence) {
    return frames[(int) sequence - 1];
  }

  /** Reads some events, the first of which is there. */
  List<Entry> read(long first, int most) throws IOException {
    List<byte[]> events = stored(range(first, most));
    List<Entry> entries = new ArrayList<>(events.size());
    for (int i = 0; i < events.size(); i++) {
      JsonObject event = new JsonObject(Buffer.buffer(events.get(i)));
      entries.add(new Entry(first + i, frameBytes(first + i), event));
    }
    return entries;
  }

  /** Bytes of the file of events, or an event that isn't in it. */
  private record Stored(long from, long to, Optional<byte[]> unwritten) {}

  private synchronized Stored range(long first, int most) {
    int from = (int) first - 1;
    int to = from + 1;
    while (to < size
        && to - from < most
        && !unwritten.containsKey(to + 1L)
        && starts[to] - starts[from] < MOST_BYTES_AT_ONCE) {
      to++;
    }
    return new Stored(
        starts[from], to < size ? starts[to] : end, Optional.ofNullable(unwritten.get(first)));
  }

  private List<byte[]> stored(Stored range) throws IOException {
    if (range.unwritten().isPresent()) {
      return List.of(range.unwritten().get());
    }
    ByteBuffer bytes =
        bytes(folder.resolve(EVENTS), range.from(), (int) (range.to() - range.from()));
    List<byte[]> events = new ArrayList<>();
    while (bytes.hasRemaining()) {
      int length = bytes.getInt();
      bytes.position(bytes.position() + HEADER_BYTES - Integer.BYTES);
      byte[] json = new byte[length];
      bytes.get(json);
      events.add(json);
    }
    return events;
  }

  /** Reads a part of an event's frame. */
  Buffer readFrame(long sequence, long offset, int length) throws IOException {
    return Buffer.buffer(bytes(frame(sequence), offset, length).array());
  }

  private static ByteBuffer bytes(Path file, long offset, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, offset + bytes.position()) < 0) {
          throw new EOFException("%s ends before byte %d".formatted(file, offset + length));
        }
      }
    }
    return bytes.flip();
  }

  /** The events that have files that were logged, of which only the newest counts. */
  synchronized List<Long> replaceable() {
    return List.copyOf(replaceable);
  }

  /** From now on an event has neither frame nor file; that can be deleted. */
  synchronized void forgetFrame(long sequence) {
    frames[(int) sequence - 1] = 0;
    replaceable.remove(sequence);
  }

  /** Removes the file of an event that was forgotten. */
  void deleteFrame(long sequence) throws IOException {
    Files.deleteIfExists(frame(sequence));
  }

  private Path frame(long sequence) {
    return frame(folder, sequence);
  }

  /** Where an event's frame is in a log's folder. */
  static Path frame(Path folder, long sequence) {
    return folder.resolve("frame-" + sequence);
  }
}
