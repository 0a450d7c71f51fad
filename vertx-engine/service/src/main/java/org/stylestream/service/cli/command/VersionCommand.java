package org.stylestream.service.cli.command;

import java.io.PrintStream;
import java.util.concurrent.Callable;
import org.stylestream.compute.device.DeviceChain;
import org.stylestream.compute.device.DeviceDescription;
import org.stylestream.service.cli.option.DeviceChoice;
import org.stylestream.service.cli.terminal.ExitCode;
import org.stylestream.service.cli.terminal.ProgramVersion;
import org.stylestream.service.cli.terminal.Surroundings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints what runs here. */
@Command(
    name = "version",
    description = "Prints the version, and the Java, system and device that are used.")
public final class VersionCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private DeviceChoice device;

  public VersionCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    PrintStream out = surroundings.out();
    out.println(ProgramVersion.title());
    out.println(
        "Java    %s (%s)"
            .formatted(System.getProperty("java.version"), System.getProperty("java.vm.name")));
    out.println(
        "system  %s %s, %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch")));
    try (DeviceChain opened = device.open()) {
      DeviceDescription description = opened.first().description();
      out.println("device  %s: %s".formatted(description.id(), description.name()));
    }
    return ExitCode.DONE;
  }
}
