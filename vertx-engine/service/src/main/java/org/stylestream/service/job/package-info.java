/**
 * Jobs: from a request and its images to a run on a device whose iterations, frames and checkpoints
 * are events. Knows the protocol's records and the mathematics, but no event bus.
 */
package org.stylestream.service.job;
