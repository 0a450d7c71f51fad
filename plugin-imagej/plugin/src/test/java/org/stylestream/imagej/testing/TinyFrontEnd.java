package org.stylestream.imagej.testing;

import java.util.Map;
import org.stylestream.imagej.StyleStreamFrontEnd;
import org.stylestream.imagej.entry.FrontEnd;

/** The front end that the entry finds in tests: the plugin's own, on {@link TinyEngine}. */
public final class TinyFrontEnd implements FrontEnd {
  private final FrontEnd frontEnd;

  /** Its engine ends with the process. */
  public TinyFrontEnd() {
    TinyEngine engine = new TinyEngine();
    Runtime.getRuntime().addShutdownHook(new Thread(engine::close));
    frontEnd = new StyleStreamFrontEnd(engine);
  }

  @Override
  public void run(String commandId, String macroOptions) {
    frontEnd.run(commandId, macroOptions);
  }

  @Override
  public Map<String, Object> call(String commandId, Map<String, Object> inputs) {
    return frontEnd.call(commandId, inputs);
  }
}
