package org.stylestream.service.engine;

import io.vertx.core.eventbus.MessageProducer;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The way to one client, shared by the senders of all its jobs: few messages at a time are handed
 * to the bus, which has no bound of its own, and senders take turns.
 */
final class Peer {
  private static final int MOST_UNFINISHED = 4;

  /** After so long a message is taken for gone, so that a dead connection holds nobody up. */
  private static final int SECONDS_TO_WRITE = 10;

  private final MessageProducer<Object> producer;
  private final Set<EventSender> waiting = new LinkedHashSet<>();
  private int unfinished;

  Peer(MessageProducer<Object> producer) {
    this.producer = producer;
  }

  boolean hasRoom() {
    return unfinished < MOST_UNFINISHED;
  }

  /** Hands a message over; there must be room. */
  void send(Object body) {
    unfinished++;
    producer.write(body).timeout(SECONDS_TO_WRITE, TimeUnit.SECONDS).onComplete(done -> finished());
  }

  private void finished() {
    unfinished--;
    while (hasRoom() && !waiting.isEmpty()) {
      Iterator<EventSender> first = waiting.iterator();
      EventSender sender = first.next();
      first.remove();
      sender.pump();
    }
  }

  /** Calls a sender's {@link EventSender#pump} when there is room. */
  void await(EventSender sender) {
    waiting.add(sender);
  }

  /** Forgets a sender. */
  void forget(EventSender sender) {
    waiting.remove(sender);
  }
}
