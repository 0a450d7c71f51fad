package org.stylestream.service.engine;

import io.vertx.core.eventbus.EventBus;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.stylestream.protocol.Addresses;
import org.stylestream.protocol.message.Credit;
import org.stylestream.protocol.message.JobState;

/** The clients that watch jobs, on the engine's event loop. */
final class Attachments {
  /** Of one job. */
  private static final int MOST_CLIENTS = 16;

  private final EventBus bus;
  private final Disk disk;
  private final Counters counters;
  private final LeaseTable<EventSender> leases;
  private final LeaseTable<Job> claims;
  private final Map<String, Peer> peers = new HashMap<>();
  private final Map<String, Set<EventSender>> sendersOfPeers = new HashMap<>();

  /** From a number that no other engine is likely to be near, so that its late events are known. */
  private long last = ThreadLocalRandom.current().nextLong(1L << 52);

  /**
   * @param lease of a client on its jobs
   * @param claim time in which the client of a job that was found has to attach
   */
  Attachments(EventBus bus, Disk disk, Counters counters, Duration lease, Duration claim) {
    this.bus = bus;
    this.disk = disk;
    this.counters = counters;
    this.leases = new LeaseTable<>(lease);
    this.claims = new LeaseTable<>(claim);
  }

  /** Sends a job's events after a number to a client; in place of what it was sent before. */
  EventSender attach(Job job, String clientId, long after, boolean chunks) {
    job.sender(clientId).ifPresent(this::detach);
    if (job.senders().size() >= MOST_CLIENTS) {
      detach(job.senders().iterator().next());
    }
    Peer peer = peers.computeIfAbsent(clientId, id -> new Peer(bus.sender(Addresses.client(id))));
    EventSender sender =
        new EventSender(job, ++last, clientId, chunks, after, peer, disk, counters);
    sendersOfPeers.computeIfAbsent(clientId, id -> new HashSet<>()).add(sender);
    job.attach(sender);
    leases.renew(sender);
    claims.remove(job);
    return sender;
  }

  private void detach(EventSender sender) {
    sender.end();
    sender.job().detach(sender);
    leases.remove(sender);
    Set<EventSender> others = sendersOfPeers.get(sender.clientId());
    others.remove(sender);
    if (others.isEmpty()) {
      sendersOfPeers.remove(sender.clientId());
      peers.remove(sender.clientId());
    }
  }

  /** Gives the client of a job that was found in the folder time to attach. */
  void expectClaim(Job job) {
    claims.renew(job);
  }

  /**
   * Takes a credit, which is a sign of life, too.
   *
   * @return whether the attachment holds, or isn't needed any more
   */
  boolean grant(Job job, Credit credit, boolean renewal) {
    Optional<EventSender> sender = job.sender(credit.attachment());
    if (sender.isEmpty()) {
      return job.state().isFinal() && credit.consumed() >= job.log().lastSequence();
    }
    renew(sender.get().clientId());
    sender.get().grant(credit, renewal);
    if (sender.get().isDone()) {
      detach(sender.get());
    }
    wish(job);
    dropOldCheckpoints(job);
    return true;
  }

  /** A sign of life of a client: it holds for all its jobs. */
  void renew(String clientId) {
    sendersOfPeers.getOrDefault(clientId, Set.of()).forEach(leases::renew);
  }

  /** A sign of life of a job's clients. */
  void renew(Job job) {
    job.senders().forEach(sender -> renew(sender.clientId()));
  }

  /** There are more events to send. */
  void pump(Job job) {
    List.copyOf(job.senders()).forEach(EventSender::pump);
    dropOldCheckpoints(job);
  }

  /** A preview was made. */
  void offer(Job job, RenderedPreview preview) {
    job.senders().forEach(sender -> sender.offer(preview));
    wish(job);
  }

  private static void wish(Job job) {
    if (job.senders().stream().anyMatch(EventSender::wantsPreview)) {
      job.previews().want();
    }
  }

  /** Of the checkpoints for clients only the last is kept, and those that are on their way. */
  private void dropOldCheckpoints(Job job) {
    List<Long> checkpoints = job.log().replaceable();
    boolean needed = job.state() != JobState.COMPLETED;
    for (long sequence :
        checkpoints.subList(0, Math.max(0, checkpoints.size() - (needed ? 1 : 0)))) {
      if (job.senders().stream().noneMatch(sender -> sender.isAt(sequence))) {
        job.log().forgetFrame(sequence);
        disk.soon(
            () -> {
              job.log().deleteFrame(sequence);
              return sequence;
            });
      }
    }
  }

  /** Ends the leases that weren't renewed; the jobs that nobody watches any more because of it. */
  Set<Job> takeAbandoned() {
    Set<Job> abandoned = new HashSet<>(claims.takeExpired());
    for (EventSender sender : leases.takeExpired()) {
      detach(sender);
      if (!sender.job().state().isFinal()) {
        counters.leasesExpired.increment();
        abandoned.add(sender.job());
      }
    }
    abandoned.removeIf(job -> job.state().isFinal() || !job.senders().isEmpty());
    return abandoned;
  }

  /** Forgets a job. */
  void forget(Job job) {
    List.copyOf(job.senders()).forEach(this::detach);
    claims.remove(job);
  }
}
