package org.stylestream.service.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.stylestream.protocol.event.JobEvent.Cancelled;
import org.stylestream.protocol.job.ImageDescription;
import org.stylestream.protocol.message.CheckpointDescription;
import org.stylestream.protocol.message.EngineRequest.Submit;
import org.stylestream.protocol.message.Fault;
import org.stylestream.protocol.message.JobState;
import org.stylestream.protocol.message.JobStatus;
import org.stylestream.service.job.PlannedJob;

/**
 * A job of an engine. What is volatile or unchanging any thread may read; the rest belongs to the
 * engine's event loop.
 */
final class Job {
  private final StoredJob stored;
  private final JobFolder folder;
  private final JobLog log;
  private final JobHistory history;
  private final PreviewSlot previews;
  private final Map<String, EventSender> senders = new LinkedHashMap<>();
  private final Set<String> missing = new LinkedHashSet<>();

  private volatile JobState state;
  private volatile Stop stop = Stop.NONE;
  private volatile Cancelled.Cause cancelCause = Cancelled.Cause.REQUESTED;
  private volatile Optional<String> watcher = Optional.empty();
  private volatile Optional<Fault> shortage = Optional.empty();
  private volatile List<String> notes = List.of();
  private Optional<PlannedJob> plan = Optional.empty();
  private Set<DeviceThread> devices = Set.of();
  private Optional<DeviceThread> before = Optional.empty();
  private boolean ending;
  private long since;
  private long bytes;

  /** Why a job is to stop. */
  enum Stop {
    NONE,
    /** For good. */
    CANCEL,
    /** To be taken up again. */
    SUSPEND
  }

  Job(StoredJob stored, JobFolder folder, JobLog log, JobHistory history, JobState state) {
    this.stored = stored;
    this.folder = folder;
    this.log = log;
    this.history = history;
    this.previews = new PreviewSlot(stored.submit().delivery().previews());
    this.state = state;
    this.since = System.nanoTime();
  }

  String id() {
    return stored.submit().jobId();
  }

  StoredJob stored() {
    return stored;
  }

  Submit submit() {
    return stored.submit();
  }

  JobFolder folder() {
    return folder;
  }

  JobLog log() {
    return log;
  }

  JobHistory history() {
    return history;
  }

  PreviewSlot previews() {
    return previews;
  }

  /** Whether it was cancelled because its client was lost. */
  boolean wasForsaken() {
    return history
        .ending()
        .filter(event -> event instanceof Cancelled)
        .map(event -> ((Cancelled) event).cause() == Cancelled.Cause.CLIENT_LOST)
        .orElse(false);
  }

  /** Where the job is; at its end as soon as that is logged. */
  JobState state() {
    return history.endState().orElse(state);
  }

  /** Changes the state; {@link #since} begins again. */
  void state(JobState next) {
    state = next;
    since = System.nanoTime();
  }

  /** When the job came into its state, or last had an upload, on {@link System#nanoTime}. */
  long since() {
    return since;
  }

  void touch() {
    since = System.nanoTime();
  }

  PlannedJob plan() {
    return plan.orElseThrow();
  }

  /** Gives the job its plan, and the devices that it fits on. */
  void plan(PlannedJob planned, Set<DeviceThread> roomy) {
    plan = Optional.of(planned);
    devices = Set.copyOf(roomy);
    before =
        history
            .device()
            .flatMap(id -> roomy.stream().filter(one -> one.facts().id().equals(id)).findFirst());
  }

  /** Whether it may run on a device; one that was on a device before stays there. */
  boolean fits(DeviceThread device) {
    return before.map(device::equals).orElseGet(() -> devices.contains(device));
  }

  /** Says that the device that it is on has too little memory for it. */
  void shortage(Fault fault) {
    shortage = Optional.of(fault);
  }

  /** Why it stopped before its end, if that was for want of memory. */
  Optional<Fault> shortage() {
    return shortage;
  }

  /**
   * Gives up a device that has too little memory for it.
   *
   * @return whether it fits on others
   */
  boolean leave(DeviceThread device) {
    Set<DeviceThread> others = new LinkedHashSet<>(devices);
    others.remove(device);
    if (others.isEmpty()) {
      return false;
    }
    devices = Set.copyOf(others);
    before = Optional.empty();
    noteMove(device.facts().id());
    shortage = Optional.empty();
    return true;
  }

  /** Has the client told that a device had too little memory. */
  void noteMove(String deviceId) {
    List<String> all = new ArrayList<>(notes);
    all.add(
        "There wasn't enough memory on the device %s; the job goes on on another."
            .formatted(deviceId));
    notes = List.copyOf(all);
  }

  /** What the client has to be told when the job begins. */
  List<String> notes() {
    return notes;
  }

  Stop stop() {
    return stop;
  }

  /** Stops it, to be taken up again. */
  void suspend() {
    if (stop != Stop.CANCEL) {
      stop = Stop.SUSPEND;
    }
  }

  /** Stops it for good; the first cause holds. */
  void cancel(Cancelled.Cause cause) {
    if (stop != Stop.CANCEL) {
      cancelCause = cause;
      stop = Stop.CANCEL;
    }
  }

  /** Why it was cancelled, once it was. */
  Cancelled.Cause cancelCause() {
    return cancelCause;
  }

  /** Whether the job's last event is being logged. */
  boolean isEnding() {
    return ending;
  }

  void beginEnding() {
    ending = true;
  }

  /** On the disk, once the job has ended. */
  long bytes() {
    return bytes;
  }

  void bytes(long onDisk) {
    bytes = onDisk;
  }

  /** Uploads that the job still waits for. */
  Set<String> missing() {
    return missing;
  }

  /** Bytes of an upload that the job has asked for; empty if it hasn't. */
  Optional<Long> uploadBytes(String sha256) {
    return submit().request().images().stream()
        .filter(image -> image.sha256().equals(sha256))
        .map(ImageDescription::bytes)
        .findFirst()
        .or(
            () ->
                submit()
                    .resumeFrom()
                    .filter(checkpoint -> checkpoint.sha256().equals(sha256))
                    .map(CheckpointDescription::bytes));
  }

  /** All uploads that the job needs. */
  Set<String> uploads() {
    Set<String> uploads = new LinkedHashSet<>();
    submit().request().images().forEach(image -> uploads.add(image.sha256()));
    submit().resumeFrom().ifPresent(checkpoint -> uploads.add(checkpoint.sha256()));
    return uploads;
  }

  Collection<EventSender> senders() {
    return senders.values();
  }

  Optional<EventSender> sender(String clientId) {
    return Optional.ofNullable(senders.get(clientId));
  }

  /** The sender of an attachment, where that is the newest of its client. */
  Optional<EventSender> sender(long attachment) {
    return senders.values().stream()
        .filter(sender -> sender.attachment() == attachment)
        .findFirst();
  }

  void attach(EventSender sender) {
    senders.put(sender.clientId(), sender);
    watcher = Optional.of(sender.clientId());
  }

  void detach(EventSender sender) {
    senders.remove(sender.clientId(), sender);
    List<String> left = new ArrayList<>(senders.keySet());
    watcher = left.isEmpty() ? Optional.empty() : Optional.of(left.get(left.size() - 1));
  }

  /**
   * The job as it is.
   *
   * @param place in the queue, from 1; 0 where it isn't queued
   */
  JobStatus status(int place) {
    return new JobStatus(
        id(),
        submit().request().kind(),
        state(),
        submit().priority(),
        place,
        Math.max(0, history.lastProgress()),
        history.plannedIterations(),
        log.lastSequence(),
        stored.submittedMillis(),
        watcher);
  }
}
