package org.stylestream.imagej.entry;

import ij.measure.ResultsTable;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/**
 * Chooses the engine for scripts, {@code --run} and programs, for as long as ImageJ runs. Inputs
 * are the options of the menu's command, which says what is wrong with one.
 */
@Plugin(type = Command.class)
public final class EnginesCommand extends FrontEndCommand {
  @Parameter(required = false, persist = false)
  private String engine;

  @Parameter(required = false, persist = false)
  private String memory;

  @Parameter(required = false, persist = false)
  private String manager;

  @Parameter(required = false, persist = false)
  private String clusterName;

  @Parameter(required = false, persist = false)
  private String hosts;

  @Parameter(required = false, persist = false)
  private String bind;

  @Parameter(required = false, persist = false)
  private String tlsKey;

  @Parameter(required = false, persist = false)
  private String tlsCertificate;

  @Parameter(required = false, persist = false)
  private String tlsAuthority;

  @Parameter(required = false, persist = false)
  private String secret;

  @Parameter(required = false, persist = false)
  private String memberPort;

  @Parameter(required = false, persist = false)
  private String busPort;

  @Parameter(required = false, persist = false)
  private String acceptOpenPort;

  @Parameter(required = false, persist = false)
  private String publicAddress;

  @Parameter(required = false, persist = false)
  private String joinSeconds;

  @Parameter(type = ItemIO.OUTPUT)
  private ResultsTable engines;

  public EnginesCommand() {
    super("engines");
  }
}
