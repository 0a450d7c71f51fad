package org.stylestream.service.cluster;

import io.vertx.core.Completable;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.AsyncMap;
import io.vertx.core.shareddata.Counter;
import io.vertx.core.shareddata.Lock;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.NodeListener;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.core.spi.cluster.RegistrationUpdateEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A cluster manager for two processes that tell each other nothing: an address that nobody here
 * listens on is one of the other's. Addresses that both listen on would be found here only.
 */
final class PairMember implements ClusterManager {
  private final String own;
  private final String other;
  private final Map<String, List<RegistrationInfo>> registrations = new HashMap<>();
  private RegistrationListener listener;
  private NodeInfo ownInfo;
  private NodeInfo otherInfo;
  private boolean active;

  /**
   * @param own name of this process
   * @param other name of the other
   */
  PairMember(String own, String other) {
    this.own = own;
    this.other = other;
  }

  /** Says where the other listens. */
  synchronized void otherAt(NodeInfo info) {
    otherInfo = info;
  }

  @Override
  public void init(Vertx vertx) {
    // Nothing here needs it.
  }

  @Override
  public synchronized void join(Completable<Void> joined) {
    active = true;
    joined.succeed();
  }

  @Override
  public synchronized void leave(Completable<Void> left) {
    active = false;
    left.succeed();
  }

  @Override
  public synchronized boolean isActive() {
    return active;
  }

  @Override
  public String getNodeId() {
    return own;
  }

  @Override
  public List<String> getNodes() {
    return List.of(own, other);
  }

  @Override
  public void nodeListener(NodeListener ignored) {
    // Only Vert.x' high availability wants to know who comes and goes.
  }

  @Override
  public synchronized void setNodeInfo(NodeInfo info, Completable<Void> set) {
    ownInfo = info;
    set.succeed();
  }

  @Override
  public synchronized NodeInfo getNodeInfo() {
    return ownInfo;
  }

  @Override
  public void getNodeInfo(String nodeId, Completable<NodeInfo> told) {
    NodeInfo info = info(nodeId);
    if (info == null) {
      told.fail("%s isn't there yet".formatted(nodeId));
    } else {
      told.succeed(info);
    }
  }

  private synchronized NodeInfo info(String nodeId) {
    return nodeId.equals(own) ? ownInfo : otherInfo;
  }

  @Override
  public void registrationListener(RegistrationListener told) {
    listener = told;
  }

  @Override
  public void addRegistration(String address, RegistrationInfo added, Completable<Void> done) {
    synchronized (this) {
      registrations.computeIfAbsent(address, first -> new ArrayList<>()).add(added);
    }
    update(address);
    done.succeed();
  }

  @Override
  public void removeRegistration(String address, RegistrationInfo removed, Completable<Void> done) {
    synchronized (this) {
      registrations.computeIfPresent(
          address,
          (same, listeners) -> {
            listeners.remove(removed);
            return listeners.isEmpty() ? null : listeners;
          });
    }
    update(address);
    done.succeed();
  }

  private void update(String address) {
    if (listener.wantsUpdatesFor(address)) {
      listener.registrationsUpdated(new RegistrationUpdateEvent(address, listeners(address)));
    }
  }

  @Override
  public void getRegistrations(String address, Completable<List<RegistrationInfo>> told) {
    told.succeed(listeners(address));
  }

  private synchronized List<RegistrationInfo> listeners(String address) {
    List<RegistrationInfo> here = registrations.get(address);
    if (here != null) {
      return List.copyOf(here);
    }
    return otherInfo == null ? List.of() : List.of(new RegistrationInfo(other, 0, false));
  }

  @Override
  public <K, V> void getAsyncMap(String name, Completable<AsyncMap<K, V>> told) {
    told.fail(noData());
  }

  @Override
  public <K, V> Map<K, V> getSyncMap(String name) {
    throw noData();
  }

  @Override
  public void getLockWithTimeout(String name, long timeout, Completable<Lock> told) {
    told.fail(noData());
  }

  @Override
  public void getCounter(String name, Completable<Counter> told) {
    told.fail(noData());
  }

  private static UnsupportedOperationException noData() {
    return new UnsupportedOperationException("two processes of a pair share messages, not data");
  }
}
