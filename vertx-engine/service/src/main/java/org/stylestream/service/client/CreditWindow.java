package org.stylestream.service.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.stylestream.protocol.Limits;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.message.Credit;

/**
 * How much of a job an engine may send: so much that frames that have come and aren't consumed, and
 * those under way, fit into the window together (or are one frame that is larger). Events and
 * frames of an attachment that has ended count until they are consumed.
 */
final class CreditWindow {
  private final String jobId;
  private final long bytes;
  private final int frames;
  private final Deque<Held> held = new ArrayDeque<>();

  private long attachment;
  private long consumed;
  private long previews;
  private int olderEvents;
  private long consumedBytes;
  private long consumedFrames;
  private Optional<Sent> sent = Optional.empty();

  CreditWindow(String jobId, ClientOptions options) {
    this.jobId = jobId;
    bytes = options.window();
    frames = options.windowFrames();
  }

  /** Begins an attachment from the event after {@code lastSequence}. */
  void begin(long attachment, long lastSequence) {
    this.attachment = attachment;
    consumed = lastSequence;
    previews = 0;
    olderEvents = held.size();
    sent = Optional.empty();
  }

  /** An event in sequence has come, with its frame. */
  void arrived(Arrival arrival) {
    held.add(new Held(arrival.bytes(), arrival.frame().isPresent()));
  }

  /** The first of the events that have come was consumed. */
  void consumed() {
    Held first = held.remove();
    if (olderEvents > 0) {
      olderEvents--;
      return;
    }
    consumed++;
    consumedBytes += first.bytes();
    consumedFrames += first.frame() ? 1 : 0;
  }

  /** A preview of this attachment was consumed, or given up for a newer one. */
  void consumedPreview(JobEvent.Preview preview) {
    previews = Math.max(previews, preview.number());
  }

  /**
   * What may be sent now.
   *
   * @param filled bytes that have come of the frame after the last that came whole
   */
  Credit credit(long filled) {
    long older = held.stream().limit(olderEvents).mapToLong(Held::bytes).sum();
    long olderFrames = held.stream().limit(olderEvents).filter(Held::frame).count();
    Optional<Held> next = held.stream().skip(olderEvents).findFirst();
    long waiting = older + next.map(Held::bytes).orElse(0L);
    return new Credit(
        jobId,
        attachment,
        consumed,
        next.map(Held::bytes).orElse(filled),
        Math.max(0, bytes - waiting),
        (int) Math.max(0, frames - olderFrames),
        previews);
  }

  /** Whether the engine should be told: it could stop for want of credit before long. */
  boolean isDue(Credit now) {
    if (sent.isEmpty()) {
      return true;
    }
    Credit before = sent.get().credit();
    return now.previews() != before.previews()
        || now.bytes() > before.bytes()
        || now.frames() > before.frames()
        || now.consumed() - before.consumed() >= Limits.EVENT_WINDOW / 2
        || consumedFrames - sent.get().consumedFrames() >= Math.max(1, frames / 2)
        || position(now) - sent.get().position() >= bytes / 2;
  }

  /** Takes note that the engine was told. */
  void sent(Credit credit) {
    sent = Optional.of(new Sent(credit, position(credit), consumedFrames));
  }

  private long position(Credit credit) {
    return consumedBytes + credit.partial();
  }

  private record Held(long bytes, boolean frame) {}

  private record Sent(Credit credit, long position, long consumedFrames) {}
}
