package org.stylestream.service.client;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.stylestream.protocol.message.Credit;
import org.stylestream.protocol.message.EngineRequest;
import org.stylestream.protocol.message.Reply;

/**
 * Renews the client's lease at the engines that have its jobs, and finds out when one is lost: when
 * it hasn't been heard of for so long that the next renewal would come after {@link
 * ClientOptions#silence}, when it neither answers a renewal nor announces itself any longer, or
 * when it doesn't know a job.
 */
final class Leases {
  /** Credits in one message, so that it stays well below the largest. */
  private static final int MOST_CREDITS = 1000;

  private final ClientOptions options;
  private final EngineBus bus;
  private final EngineTable table;
  private final LongSupplier nanos;
  private final Map<String, Link> links = new TreeMap<>();
  private long lastRenewal;

  Leases(ClientOptions options, EngineBus bus, EngineTable table, LongSupplier nanos) {
    this.options = options;
    this.bus = bus;
    this.table = table;
    this.nanos = nanos;
    lastRenewal = nanos.getAsLong();
  }

  /** An engine has a job from now on. */
  void join(String engineId, JobSession job) {
    links.computeIfAbsent(engineId, id -> new Link(nanos.getAsLong())).jobs.add(job);
    heard(engineId);
  }

  /** An engine hasn't a job any longer. */
  void leave(String engineId, JobSession job) {
    Link link = links.get(engineId);
    if (link != null && link.jobs.remove(job) && link.jobs.isEmpty()) {
      links.remove(engineId);
    }
  }

  /** Something has come from an engine. */
  void heard(String engineId) {
    Link link = links.get(engineId);
    if (link != null) {
      link.heard = nanos.getAsLong();
    }
  }

  /**
   * Renews all; to be called once every {@link ClientOptions#renewal}. Where that comes late, this
   * process was held up, and the silence of the engines may be its own doing: it begins anew.
   */
  void renew() {
    long now = nanos.getAsLong();
    if (now - lastRenewal > 2 * options.renewal().toNanos()) {
      links.values().forEach(link -> link.heard = now);
    }
    lastRenewal = now;
    List.copyOf(links.keySet()).forEach(this::renew);
  }

  private void renew(String engineId) {
    Link link = links.get(engineId);
    Duration silence = Duration.ofNanos(nanos.getAsLong() - link.heard);
    if (silence.compareTo(options.silence().minus(options.renewal())) >= 0) {
      lost(engineId, "it hasn't been heard of for %s s".formatted(silence.toMillis() / 1000.0));
      return;
    }
    List<JobSession> jobs = List.copyOf(link.jobs);
    for (int from = 0; from < jobs.size(); from += MOST_CREDITS) {
      renew(engineId, jobs.subList(from, Math.min(jobs.size(), from + MOST_CREDITS)));
    }
  }

  private void renew(String engineId, List<JobSession> jobs) {
    List<Credit> credits = new ArrayList<>();
    jobs.forEach(job -> job.renewedCredit().ifPresent(credits::add));
    Future<Reply.Renewed> renewed =
        bus.ask(
            engineId, new EngineRequest.Renew(options.clientId(), credits), Reply.Renewed.class);
    renewed.onComplete(
        reply -> {
          heard(engineId);
          jobs.stream()
              .filter(job -> reply.unknown().contains(job.jobId()))
              .filter(job -> credits.stream().anyMatch(job::isWatchedBy))
              .forEach(job -> job.engineLost("it doesn't know the job or its attachment"));
        },
        failure -> {
          if (!table.isPresent(engineId)) {
            lost(engineId, "it neither answers nor announces itself");
          }
        });
  }

  private void lost(String engineId, String why) {
    Link link = links.get(engineId);
    if (link != null) {
      List.copyOf(link.jobs).forEach(job -> job.engineLost(why));
    }
  }

  private static final class Link {
    private final Set<JobSession> jobs = new LinkedHashSet<>();
    private long heard;

    private Link(long heard) {
      this.heard = heard;
    }
  }
}
