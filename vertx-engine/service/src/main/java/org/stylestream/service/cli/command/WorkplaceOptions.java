package org.stylestream.service.cli.command;

import org.stylestream.compute.device.DeviceChain;
import org.stylestream.service.cli.option.ClusterSettings;
import org.stylestream.service.cli.option.DeviceChoice;
import org.stylestream.service.cli.option.NetworkOptions;
import org.stylestream.service.cli.run.Workplace;
import org.stylestream.service.cli.terminal.Progress;
import org.stylestream.service.cli.terminal.Surroundings;
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

  @Mixin private NetworkOptions network;
  @Mixin private DeviceChoice device;

  /** Opens it. */
  Workplace open(Surroundings surroundings, ClusterSettings cluster, Progress progress) {
    if (submit) {
      return Workplace.at(cluster, network.name(), device.wish());
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
