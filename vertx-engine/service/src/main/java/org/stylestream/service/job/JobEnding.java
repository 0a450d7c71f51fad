package org.stylestream.service.job;

import org.stylestream.compute.image.Image;
import org.stylestream.protocol.event.JobEvent;

/**
 * How a run ended that wasn't broken off by an error.
 *
 * @param event completed or cancelled, with the reference of its frame
 * @param image the frame's, at the result's size
 */
public record JobEnding(JobEvent event, Image image) {}
