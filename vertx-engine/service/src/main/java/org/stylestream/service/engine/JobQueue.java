package org.stylestream.service.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.stylestream.protocol.job.Priority;

/**
 * Jobs that wait for a device: higher priorities first, clients in turn within a priority, and each
 * client's jobs as they came. Any thread may use it.
 */
final class JobQueue {
  private final Map<Priority, LinkedHashMap<String, ArrayDeque<Job>>> waiting =
      new EnumMap<>(Priority.class);

  JobQueue() {
    for (Priority priority : Priority.values()) {
      waiting.put(priority, new LinkedHashMap<>());
    }
  }

  /** Adds a job behind its client's others. */
  synchronized void add(Job job) {
    of(job).addLast(job);
  }

  /** Adds a job before its client's others: it had begun. */
  synchronized void addFirst(Job job) {
    of(job).addFirst(job);
  }

  private ArrayDeque<Job> of(Job job) {
    return waiting
        .get(job.submit().priority())
        .computeIfAbsent(job.submit().clientId(), client -> new ArrayDeque<>());
  }

  /** Takes the next of the jobs that are fit; its client's turn comes again after the others'. */
  synchronized Optional<Job> next(Predicate<Job> fit) {
    for (Map<String, ArrayDeque<Job>> clients : waiting.values()) {
      Optional<Job> job = next(clients, fit);
      if (job.isPresent()) {
        return job;
      }
    }
    return Optional.empty();
  }

  private static Optional<Job> next(Map<String, ArrayDeque<Job>> clients, Predicate<Job> fit) {
    for (Map.Entry<String, ArrayDeque<Job>> client : clients.entrySet()) {
      ArrayDeque<Job> jobs = client.getValue();
      Optional<Job> job = jobs.stream().filter(fit).findFirst();
      if (job.isPresent()) {
        jobs.remove(job.get());
        clients.remove(client.getKey());
        if (!jobs.isEmpty()) {
          clients.put(client.getKey(), jobs);
        }
        return job;
      }
    }
    return Optional.empty();
  }

  /** Takes a job out; whether it was there. */
  synchronized boolean remove(Job job) {
    Map<String, ArrayDeque<Job>> clients = waiting.get(job.submit().priority());
    ArrayDeque<Job> jobs = clients.get(job.submit().clientId());
    boolean removed = jobs != null && jobs.remove(job);
    if (removed && jobs.isEmpty()) {
      clients.remove(job.submit().clientId());
    }
    return removed;
  }

  /** The jobs in the order in which they would be taken. */
  synchronized List<Job> inOrder() {
    List<Job> order = new ArrayList<>();
    for (Map<String, ArrayDeque<Job>> clients : waiting.values()) {
      List<Iterator<Job>> turns = new ArrayList<>();
      clients.values().forEach(jobs -> turns.add(jobs.iterator()));
      while (!turns.isEmpty()) {
        turns.removeIf(jobs -> !jobs.hasNext());
        turns.forEach(jobs -> order.add(jobs.next()));
      }
    }
    return order;
  }

  /** Places from 1. */
  Map<Job, Integer> places() {
    Map<Job, Integer> places = new HashMap<>();
    for (Job job : inOrder()) {
      places.put(job, places.size() + 1);
    }
    return places;
  }

  synchronized int size() {
    return waiting.values().stream()
        .flatMap(clients -> clients.values().stream())
        .mapToInt(ArrayDeque::size)
        .sum();
  }
}
