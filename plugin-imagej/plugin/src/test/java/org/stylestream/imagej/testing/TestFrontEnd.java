package org.stylestream.imagej.testing;

import java.util.Map;
import org.stylestream.imagej.StyleStreamFrontEnd;
import org.stylestream.imagej.entry.FrontEnd;

/** The front end that the entry finds in tests: the plugin's own, on {@link TestEngine}. */
public final class TestFrontEnd implements FrontEnd {
  private final FrontEnd frontEnd;

  /** The property that asks for vgg19-lite instead of the tiny network. */
  public static final String LITE = "stylestream.test.lite";

  /** Its engine ends with the process. */
  public TestFrontEnd() {
    TestEngine engine = Boolean.getBoolean(LITE) ? TestEngine.lite() : TestEngine.tiny();
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
