package org.stylestream.service.cli.compare;

import org.stylestream.compute.image.Image;
import org.stylestream.compute.objective.Loss;
import org.stylestream.service.cli.run.JobResult;
import org.stylestream.service.job.NetworkCatalogue;

/**
 * What one network made of a job.
 *
 * @param image the picture
 * @param measured the loss of its picture, by the network that measures
 */
public record Contender(
    NetworkCatalogue.Loaded network, JobResult result, Image image, Loss measured) {}
