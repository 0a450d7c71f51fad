package org.stylestream.imagej.macro;

import static org.assertj.core.api.Assertions.assertThat;

import net.imagej.patcher.LegacyEnvironment;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.stylestream.imagej.testing.Macros;

/**
 * Macros without a screen in an ImageJ that ij1-patcher has changed, as Fiji's. In a process of its
 * own, because ImageJ must not have been loaded before.
 */
@Tag("patched")
class PatchedMacroTest {
  @BeforeAll
  static void patch() throws Exception {
    LegacyEnvironment environment =
        new LegacyEnvironment(PatchedMacroTest.class.getClassLoader(), true);
    environment.disableInitializer();
    environment.disableIJ1PluginDirs();
    environment.noPluginClassLoader();
    environment.suppressIJ1ScriptDiscovery();
    environment.applyPatches();
    Macros.addCommands();
  }

  @Test
  void aMacroGetsAStack() {
    assertThat(
            Macros.run(
                """
                setBatchMode(true);
                newImage("photo", "RGB ramp", 60, 40, 1);
                newImage("wave", "RGB white", 40, 40, 1);
                run("Style Transfer...", "content=photo styles=wave size=48 iterations=6 keepEvery=3");
                return getTitle() + " " + getWidth() + " " + nSlices;
                """))
        .hasValue("photo-styled 48 4");
  }

  @Test
  void whatCantBeEndsTheMacro() {
    assertThat(
            Macros.run(
                """
                setBatchMode(true);
                newImage("photo", "RGB ramp", 60, 40, 1);
                run("Style Transfer...", "styles=photo size=huge");
                return "went on";
                """))
        .isNotEqualTo(java.util.Optional.of("went on"));
  }
}
