/**
 * The engine: a verticle that takes jobs over the event bus, runs them on devices and sends their
 * events and frames out of a log on the disk.
 */
package org.stylestream.service.engine;
