package org.stylestream.service.cli.command;

import java.util.concurrent.Callable;
import org.stylestream.compute.device.DeviceOptions;
import org.stylestream.compute.device.DeviceReport;
import org.stylestream.compute.device.InstalledDevices;
import org.stylestream.service.cli.terminal.ExitCode;
import org.stylestream.service.cli.terminal.Surroundings;
import picocli.CommandLine.Command;

/** Lists the devices. */
@Command(
    name = "devices",
    description =
        "Lists the devices, the best first: usable or not, and what it takes to use the others.")
public final class DevicesCommand implements Callable<Integer> {
  private static final String ROW = "%-12s %-8s %s";

  private final Surroundings surroundings;

  public DevicesCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    surroundings.out().println(ROW.formatted("DEVICE", "USABLE", "WHAT"));
    for (DeviceReport report : InstalledDevices.find().reports(DeviceOptions.defaults())) {
      surroundings
          .out()
          .println(ROW.formatted(report.id(), report.usable() ? "yes" : "no", report.text()));
    }
    return ExitCode.DONE;
  }
}
