package org.stylestream.imagej.macro;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.stylestream.imagej.testing.Macros;

/** Macros in plain ImageJ without a screen. */
class HeadlessMacroTest {
  private static final String PICTURES =
      """
      newImage("photo", "RGB ramp", 60, 40, 1);
      newImage("wave", "RGB black", 40, 40, 1);
      run("Add Specified Noise...", "standard=60");
      """;

  @BeforeAll
  static void addCommands() {
    Macros.addCommands();
  }

  @Test
  void aMacroGetsAStackOfTheIterationsThatItKeeps() {
    Optional<String> returned =
        Macros.run(
            """
            setBatchMode(true);
            newImage("photo", "RGB ramp", 60, 40, 1);
            newImage("wave", "RGB white", 40, 40, 1);
            run("Style Transfer...", "content=photo styles=wave size=48 iterations=6 keepEvery=3");
            return getTitle() + " " + getWidth() + " " + getHeight() + " " + nSlices + " "
                + getMetadata("Label");
            """);

    assertThat(returned).hasValue("photo-styled 48 32 4");
  }
}
