/**
 * Watching an engine from outside the event bus: health, metrics and a page over HTTP ({@link
 * org.stylestream.service.watch.WatchServer}), and a TCP bridge for clients that aren't on a JVM
 * ({@link org.stylestream.service.watch.BridgeServer}). Both know the engine by its {@link
 * org.stylestream.service.engine.EngineView} and its address on the bus only; both are off unless
 * they are started.
 */
package org.stylestream.service.watch;
