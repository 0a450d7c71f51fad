package org.stylestream.service.cli.command;

import java.util.Optional;
import org.stylestream.compute.device.DeviceChain;
import org.stylestream.service.cli.option.ClusterSettings;
import org.stylestream.service.cli.option.DeviceChoice;
import org.stylestream.service.cli.option.NetworkOptions;
import org.stylestream.service.cli.option.OutputOptions;
import org.stylestream.service.cli.option.SubmissionOptions;
import org.stylestream.service.cli.run.ClusterSubmission;
import org.stylestream.service.cli.run.JobDraft;
import org.stylestream.service.cli.run.Workplace;
import org.stylestream.service.cli.terminal.BadInputException;
import org.stylestream.service.cli.terminal.Progress;
import org.stylestream.service.cli.terminal.Surroundings;
import org.stylestream.service.client.JobSubmission;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where a command's jobs are done. */
final class WorkplaceOptions {
  @Option(
      names = "--submit",
      description =
          "Have an engine of the cluster do it, as the command submit does; then --network and"
              + " --device are names that an engine has.")
  private boolean submit;

  @Mixin private SubmissionOptions submission;
  @Mixin private NetworkOptions network;
  @Mixin private DeviceChoice device;

  /** Whether it is an engine of a cluster. */
  boolean submits() {
    return submit;
  }

  /** How a job is submitted. */
  SubmissionOptions submission() {
    return submission;
  }

  /** Of the network, as engines of a cluster have it. */
  String networkName() {
    return network.name();
  }

  /** The only device that a job may run on, as engines of a cluster have it; empty for any. */
  Optional<String> deviceWish() {
    return device.wish();
  }

  /**
   * Refuses what contradicts itself.
   *
   * @throws BadInputException if it does
   */
  void check() {
    submission.check();
    if (submission.given() && !submit) {
      throw new BadInputException(
          "--detach, --id, --priority and --on-loss have a meaning only with --submit");
    }
  }

  /**
   * The same, where the command needs what comes of its jobs.
   *
   * @throws BadInputException if a job of a name of its own is asked for, or one to be left alone
   */
  void checkAttended() {
    check();
    if (submission.detach() || submission.id().isPresent()) {
      throw new BadInputException("this needs what comes of its jobs; leave out --detach and --id");
    }
  }

  /** A job for an engine of a cluster that is left alone. */
  JobSubmission submission(JobDraft draft, OutputOptions outputs) {
    return ClusterSubmission.of(
        draft.on(network.name()), outputs, submission, device.wish(), Optional.empty());
  }

  /** Opens it. */
  Workplace open(Surroundings surroundings, ClusterSettings cluster, Progress progress) {
    if (submit) {
      return Workplace.at(cluster, network.name(), submission, device.wish());
    }
    DeviceChain opened = device.open();
    try {
      return Workplace.here(opened, network.find(surroundings, progress));
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }
}
