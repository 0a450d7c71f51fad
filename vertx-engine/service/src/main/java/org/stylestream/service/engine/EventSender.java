package org.stylestream.service.engine;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.stylestream.protocol.Limits;
import org.stylestream.protocol.event.EventMessage;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.frame.Chunk;
import org.stylestream.protocol.frame.ChunkHeader;
import org.stylestream.protocol.message.Credit;

/**
 * Sends a job's events and frames to one client, out of the job's log, as far as its credit goes;
 * so a client that is slow or gone costs neither memory nor time of the device. Everything happens
 * on the engine's event loop.
 *
 * <p>What was lost on its way is sent again: the sender goes back to what the client has
 *
 * <ul>
 *   <li>when the client grants the very same credit twice, once at each place;
 *   <li>when two renewals find the client where it was although something is under way; if that
 *       doesn't help, the next time after four, eight and at most sixteen.
 * </ul>
 *
 * <p>So a client that is only slow gets little twice, and no two peers can keep each other from
 * getting on.
 */
final class EventSender {
  private static final int EVENTS_AT_ONCE = 64;
  private static final int FIRST_PATIENCE = 2;
  private static final int LAST_PATIENCE = 16;
  private static final int PREVIEW_PATIENCE = 2;

  private final Job job;
  private final JobLog log;
  private final long attachment;
  private final String clientId;
  private final boolean chunks;
  private final Peer peer;
  private final Disk disk;
  private final Counters counters;
  private final Deque<JobLog.Entry> ahead = new ArrayDeque<>();
  private final Deque<Buffer> previewParts = new ArrayDeque<>();

  /** The next chunk of the frame, and the bytes of it. */
  private Optional<Buffer> readyChunk = Optional.empty();

  private int readyLength;
  private Credit credit;
  private boolean granted;

  /** The last event sent. */
  private long sent;

  /** Bytes sent of its frame, and those that it has. */
  private long frameOffset;

  private long frameTotal;

  /** The furthest event that was ever sent. */
  private long furthest;

  private long previewsSent;
  private int lastPreview = -1;
  private int renewalsWithoutPreview;
  private int renewalsWithoutMove;
  private int patience = FIRST_PATIENCE;
  private boolean wentBackHere;
  private boolean pumping;
  private boolean again;
  private boolean reading;
  private boolean ended;

  /** Changes when what is being read isn't wanted any more. */
  private int generation;

  /**
   * @param after the last event that the client has
   * @param chunks whether frames' chunks follow their events
   */
  EventSender(
      Job job,
      long attachment,
      String clientId,
      boolean chunks,
      long after,
      Peer peer,
      Disk disk,
      Counters counters) {
    this.job = job;
    this.log = job.log();
    this.attachment = attachment;
    this.clientId = clientId;
    this.chunks = chunks;
    this.peer = peer;
    this.disk = disk;
    this.counters = counters;
    this.sent = Math.min(after, log.lastSequence());
    this.furthest = sent;
    this.credit = new Credit(job.id(), attachment, sent, 0, 0, 0, 0);
  }

  Job job() {
    return job;
  }

  String clientId() {
    return clientId;
  }

  long attachment() {
    return attachment;
  }

  /** Takes a credit; those of the past are passed over. */
  void grant(Credit latest, boolean renewal) {
    if (isStale(latest)) {
      return;
    }
    boolean moved = latest.consumed() > credit.consumed() || latest.partial() > credit.partial();
    boolean repeated = granted && latest.equals(credit);
    if (latest.previews() > credit.previews()) {
      renewalsWithoutPreview = 0;
    }
    credit = latest;
    granted = true;
    if (moved) {
      catchUp();
    } else if (isUnderWay()) {
      stand(renewal, repeated);
    }
    if (renewal) {
      countLostPreview();
    }
    pump();
  }

  private boolean isStale(Credit latest) {
    return latest.consumed() > furthest
        || latest.consumed() < credit.consumed()
        || latest.consumed() == credit.consumed() && latest.partial() < credit.partial()
        || latest.partial() > 0 && latest.partial() > frameAfter(latest.consumed());
  }

  private long frameAfter(long consumed) {
    return chunks && consumed < furthest ? log.frameBytes(consumed + 1) : 0;
  }

  /** The client has more than before, perhaps more than was sent since the sender went back. */
  private void catchUp() {
    renewalsWithoutMove = 0;
    patience = FIRST_PATIENCE;
    wentBackHere = false;
    boolean passed = credit.consumed() > sent;
    boolean within =
        credit.partial() > 0
            && (credit.consumed() == sent
                || credit.consumed() + 1 == sent && frameOffset < credit.partial());
    if (passed || within) {
      returnTo(credit);
    }
  }

  private void stand(boolean renewal, boolean repeated) {
    if (!renewal) {
      if (repeated && !wentBackHere) {
        wentBackHere = true;
        goBack();
      }
      return;
    }
    renewalsWithoutMove++;
    if (renewalsWithoutMove >= patience) {
      renewalsWithoutMove = 0;
      patience = Math.min(2 * patience, LAST_PATIENCE);
      goBack();
    }
  }

  private void goBack() {
    counters.resent.increment();
    returnTo(credit);
  }

  private void returnTo(Credit place) {
    generation++;
    reading = false;
    ahead.clear();
    readyChunk = Optional.empty();
    sent = place.consumed();
    frameOffset = 0;
    frameTotal = 0;
    if (place.partial() > 0) {
      sent++;
      frameTotal = log.frameBytes(sent);
      frameOffset = place.partial();
    }
  }

  private boolean isUnderWay() {
    if (sent == credit.consumed() + 1 && frameTotal > 0) {
      return frameOffset > credit.partial() || credit.partial() == 0;
    }
    return sent > credit.consumed();
  }

  private void countLostPreview() {
    if (credit.previews() < previewsSent) {
      renewalsWithoutPreview++;
    }
  }

  /** Whether the client would take a preview now. */
  boolean wantsPreview() {
    boolean consumed =
        credit.previews() >= previewsSent || renewalsWithoutPreview >= PREVIEW_PATIENCE;
    return granted && chunks && !ended && consumed && previewParts.isEmpty();
  }

  /** Sends a preview, if the client would take it. */
  void offer(RenderedPreview preview) {
    if (!wantsPreview()) {
      return;
    }
    int skipped = preview.iteration() - lastPreview - 1;
    lastPreview = preview.iteration();
    previewsSent++;
    renewalsWithoutPreview = 0;
    counters.previews.increment();
    counters.previewsSkipped.add(skipped);
    counters.previewBytes.add(preview.bytes().length);
    JobEvent event =
        new JobEvent.Preview(
            previewsSent, preview.iteration(), skipped, preview.loss(), preview.frame());
    previewParts.add(
        JsonMessages.json(new EventMessage(job.id(), attachment, 0, event), EventMessage.class)
            .toBuffer());
    Buffer bytes = Buffer.buffer(preview.bytes());
    for (int from = 0; from < bytes.length(); from += Limits.CHUNK) {
      Buffer part = bytes.slice(from, Math.min(bytes.length(), from + Limits.CHUNK));
      previewParts.add(chunk(0, previewsSent, bytes.length(), from, part));
    }
    pump();
  }

  private Buffer chunk(long sequence, long preview, long total, long offset, Buffer payload) {
    return new Chunk(
            new ChunkHeader(
                job.id(), attachment, sequence, preview, Optional.empty(), total, offset),
            payload)
        .encode();
  }

  /** Sends what there is and the credit allows. */
  void pump() {
    // What was waited for may come while something is sent: then there is more to do.
    again = true;
    if (pumping || ended) {
      return;
    }
    pumping = true;
    try {
      while (again && !ended) {
        again = false;
        sendAll();
      }
    } finally {
      pumping = false;
    }
  }

  private void sendAll() {
    boolean more = true;
    while (more && peer.hasRoom()) {
      more = sendNext();
    }
    if (more) {
      peer.await(this);
    }
  }

  private boolean sendNext() {
    if (!previewParts.isEmpty()) {
      sendPreviewPart();
      return true;
    }
    if (readyChunk.isPresent()) {
      sendReadyChunk();
      return true;
    }
    if (reading) {
      return false;
    }
    return frameOffset < frameTotal ? sendChunk() : sendEvent();
  }

  private void sendPreviewPart() {
    Buffer part = previewParts.poll();
    // The event is JSON, its chunks aren't.
    peer.send(part.getByte(0) == '{' ? new JsonObject(part) : part);
  }

  private boolean sendEvent() {
    if (sent >= log.lastSequence() || sent - credit.consumed() >= Limits.EVENT_WINDOW) {
      return false;
    }
    if (ahead.isEmpty()) {
      readEvents();
      return false;
    }
    long frame = chunks ? log.frameBytes(sent + 1) : 0;
    if (frame > 0 && (framesBegun() >= credit.frames() || bytesUnderWay() >= credit.bytes())) {
      return false;
    }
    JobLog.Entry entry = ahead.poll();
    sent = entry.sequence();
    furthest = Math.max(furthest, sent);
    frameOffset = 0;
    frameTotal = frame;
    peer.send(message(entry));
    if (frame > 0) {
      counters.frames.increment();
    }
    return true;
  }

  private JsonObject message(JobLog.Entry entry) {
    JsonObject event = entry.event();
    if (event.containsKey("file") && log.frameBytes(entry.sequence()) == 0) {
      // A newer checkpoint has taken this one's place.
      event.remove("file");
    }
    return new JsonObject()
        .put("jobId", job.id())
        .put("attachment", attachment)
        .put("sequence", entry.sequence())
        .put("event", event);
  }

  private void readEvents() {
    reading = true;
    int wanted = generation;
    long first = sent + 1;
    disk.soon(() -> log.read(first, EVENTS_AT_ONCE))
        .onSuccess(entries -> readDone(wanted, () -> ahead.addAll(entries)))
        .onFailure(e -> readDone(wanted, this::end));
  }

  private boolean sendChunk() {
    long remaining = Math.min(Limits.CHUNK, frameTotal - frameOffset);
    long underWay = bytesUnderWay();
    long room = credit.bytes() - underWay;
    // A client that takes less than a chunk at a time gets what it takes.
    if (credit.frames() == 0 || room <= 0 || room < remaining && underWay > 0) {
      return false;
    }
    readChunk((int) Math.min(remaining, room));
    return false;
  }

  private void readChunk(int length) {
    reading = true;
    readyLength = length;
    int wanted = generation;
    long sequence = sent;
    long offset = frameOffset;
    long total = frameTotal;
    disk.soon(() -> chunk(sequence, 0, total, offset, log.readFrame(sequence, offset, length)))
        .onSuccess(chunk -> readDone(wanted, () -> readyChunk = Optional.of(chunk)))
        .onFailure(e -> readDone(wanted, this::end));
  }

  private void sendReadyChunk() {
    frameOffset += readyLength;
    counters.frameBytes.add(readyLength);
    peer.send(readyChunk.get());
    readyChunk = Optional.empty();
  }

  private void readDone(int wanted, Runnable then) {
    if (wanted != generation || ended) {
      return;
    }
    reading = false;
    then.run();
    pump();
  }

  private int framesBegun() {
    int begun = 0;
    for (long sequence = credit.consumed() + 1; sequence <= sent; sequence++) {
      begun += log.frameBytes(sequence) > 0 ? 1 : 0;
    }
    return begun;
  }

  private long bytesUnderWay() {
    long bytes = -credit.partial();
    for (long sequence = credit.consumed() + 1; sequence < sent; sequence++) {
      bytes += log.frameBytes(sequence);
    }
    return sent > credit.consumed() ? bytes + frameOffset : 0;
  }

  /** Whether an event was sent whose frame the client doesn't have yet. */
  boolean isAt(long sequence) {
    return !ended && sequence > credit.consumed() && sequence <= furthest;
  }

  /** Whether the client has everything. */
  boolean isCaughtUp() {
    return credit.consumed() == log.lastSequence();
  }

  /** Whether the client has everything and nothing more will come. */
  boolean isDone() {
    return job.state().isFinal() && isCaughtUp();
  }

  /** Sends no more. */
  void end() {
    ended = true;
    generation++;
    ahead.clear();
    readyChunk = Optional.empty();
    previewParts.clear();
    peer.forget(this);
  }
}
