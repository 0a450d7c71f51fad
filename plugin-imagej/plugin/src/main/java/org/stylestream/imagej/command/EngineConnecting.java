package org.stylestream.imagej.command;

import ij.IJ;
import ij.measure.ResultsTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stylestream.imagej.engine.EngineAccess;
import org.stylestream.imagej.engine.EngineChoice;
import org.stylestream.imagej.engine.EngineUnavailableException;
import org.stylestream.imagej.options.EngineOptions;
import org.stylestream.imagej.options.OptionValues;
import org.stylestream.imagej.picture.PictureFinder;
import org.stylestream.protocol.message.EngineAnnouncement;

/** Chooses an engine if it can be connected to; else the one before stays. */
final class EngineConnecting implements OptionsCommand.Work {
  private static final String TITLE = "StyleStream Engines";

  private final EngineAccess engines;

  EngineConnecting(EngineAccess engines) {
    this.engines = engines;
  }

  @Override
  public Outcome run(OptionValues values, PictureFinder pictures) {
    List<EngineAnnouncement> found = connect(EngineOptions.choice(values));
    ResultsTable table = table(found);
    if (Caller.seesWindows()) {
      table.show(TITLE);
    } else {
      found.forEach(engine -> IJ.log("StyleStream: " + EnginesCommand.line(engine)));
    }
    IJ.showStatus(
        found.stream()
            .findFirst()
            .map(engine -> "StyleStream: connected to " + EnginesCommand.devices(engine))
            .orElse("StyleStream: connected, but no engine announces itself now"));
    return new Outcome(Optional.empty(), "engines", table);
  }

  private List<EngineAnnouncement> connect(EngineChoice wanted) {
    EngineChoice before = engines.choice();
    engines.choose(wanted);
    try {
      return engines.client(IJ::showStatus).engines();
    } catch (EngineUnavailableException e) {
      engines.choose(before);
      throw new IllegalStateException(e.getMessage(), e);
    } catch (InterruptedException e) {
      engines.choose(before);
      Thread.currentThread().interrupt();
      throw new IllegalStateException("connecting was stopped; the engine before stays", e);
    }
  }

  private static ResultsTable table(List<EngineAnnouncement> engines) {
    ResultsTable table = new ResultsTable();
    table.showRowNumbers(false);
    for (EngineAnnouncement engine : engines) {
      table.addRow();
      table.addValue("Device", EnginesCommand.devices(engine));
      table.addValue("Host", engine.host());
      table.addValue("Running", "%d/%d".formatted(engine.running(), engine.slots()));
      table.addValue("Waiting", engine.draining() ? "closed" : "" + engine.queued());
      table.addValue("Networks", String.join(", ", engine.networks()));
      table.addValue("Program", engine.program());
      table.addValue("Engine", engine.engineId());
    }
    return table;
  }

  @Override
  public void remember(OptionValues values) {
    RememberedEngine.save(values);
  }

  @Override
  public Map<String, String> remembered() {
    return RememberedEngine.load().texts();
  }
}
