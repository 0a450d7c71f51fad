package org.stylestream.service.cli;

import org.stylestream.compute.objective.Loss;
import org.stylestream.compute.run.RunResult;

/**
 * What one network made of a job.
 *
 * @param measured the loss of its picture, by the network that measures
 */
record Contender(NetworkOptions.Loaded network, RunResult result, Loss measured) {}
