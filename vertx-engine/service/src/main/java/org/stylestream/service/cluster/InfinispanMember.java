package org.stylestream.service.cluster;

import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.ext.cluster.infinispan.InfinispanClusterManager;
import org.infinispan.manager.DefaultCacheManager;

/**
 * An Infinispan cluster manager with caches configured in code, which it starts when it joins and
 * stops when it leaves. (The one of Vert.x leaves both to its caller, unless files configure them.)
 */
final class InfinispanMember extends InfinispanClusterManager {
  private final DefaultCacheManager caches;
  private Vertx vertx;

  InfinispanMember(DefaultCacheManager caches) {
    super(caches);
    this.caches = caches;
  }

  @Override
  public void init(Vertx owner) {
    vertx = owner;
    super.init(owner);
  }

  @Override
  public void join(Completable<Void> joined) {
    Promise<Void> listening = Promise.promise();
    inBackground(caches::start).onFailure(joined::fail).onSuccess(started -> super.join(listening));
    listening.future().onComplete(joined);
  }

  @Override
  public void leave(Completable<Void> left) {
    Promise<Void> silent = Promise.promise();
    super.leave(silent);
    silent.future().eventually(() -> inBackground(caches::stop)).onComplete(left);
  }

  private Future<Void> inBackground(Runnable action) {
    return vertx.executeBlocking(
        () -> {
          action.run();
          return null;
        },
        false);
  }
}
