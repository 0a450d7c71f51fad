package org.stylestream.imagej.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stylestream.imagej.entry.StyleStreamPlugIn;
import org.stylestream.imagej.testing.TestFrontEnd;

/** The plugin in plain ImageJ with a window, on a virtual screen; screenshots go to target. */
class WindowTest {
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final long SECONDS = 120;
  private static Properties seen;

  @BeforeAll
  static void play(@TempDir Path folder) throws Exception {
    Optional<VirtualScreen> screen = VirtualScreen.start();
    boolean required = "required".equals(System.getenv("STYLESTREAM_SCREEN"));
    Assumptions.assumeTrue(
        screen.isPresent() || required, "Xvfb isn't installed: no window can be tested");
    Files.createDirectories(SCREENSHOTS);
    Path report = folder.resolve("seen.properties");
    try (VirtualScreen shown = screen.orElseThrow()) {
      ProcessBuilder builder =
          new ProcessBuilder(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx1g",
                  "-Djava.awt.headless=false",
                  "--add-modules",
                  "jdk.incubator.vector",
                  "-D%s=true".formatted(TestFrontEnd.LITE),
                  "-Duser.home=" + folder,
                  "-Dplugins.dir=" + installation(folder),
                  "-cp",
                  System.getProperty("surefire.test.class.path", classPath()),
                  WindowScenario.class.getName(),
                  SCREENSHOTS.toAbsolutePath().toString(),
                  Path.of("..", "..", "examples", "pictures").toAbsolutePath().toString(),
                  report.toString()));
      builder.environment().put("DISPLAY", shown.display());
      builder.redirectErrorStream(true).redirectOutput(SCREENSHOTS.resolve("log.txt").toFile());
      startWindowManager(shown);
      Process process = builder.start();
      boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
      process.destroyForcibly();
      String log = Files.readString(SCREENSHOTS.resolve("log.txt"));
      assertThat(ended).as(log).isTrue();
      assertThat(process.exitValue()).as(log).isZero();
    }
    seen = new Properties();
    try (InputStream in = Files.newInputStream(report)) {
      seen.load(in);
    }
  }

  /** Frames make the screenshots look like something; without them the tests are the same. */
  private static void startWindowManager(VirtualScreen screen) {
    try {
      ProcessBuilder manager = new ProcessBuilder("openbox").redirectErrorStream(true);
      manager.environment().put("DISPLAY", screen.display());
      // It ends with its screen.
      manager.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException e) {
      // There is none.
    }
  }

  private static String classPath() {
    return System.getProperty("java.class.path");
  }

  /** An ImageJ folder whose plugins folder has the entry's jar. */
  private static Path installation(Path folder) throws IOException {
    Path plugins = Files.createDirectories(folder.resolve("plugins"));
    try (JarOutputStream jar =
        new JarOutputStream(Files.newOutputStream(plugins.resolve("StyleStream_.jar")))) {
      URI config =
          URI.create(
              Objects.requireNonNull(
                      StyleStreamPlugIn.class.getClassLoader().getResource("plugins.config"))
                  .toString());
      jar.putNextEntry(new JarEntry("plugins.config"));
      try (InputStream in = config.toURL().openStream()) {
        in.transferTo(jar);
      }
    }
    return folder;
  }

  private static String seen(String what) {
    return seen.getProperty(what);
  }

  private static int number(String what) {
    return Integer.parseInt(seen(what));
  }

  @Test
  void theMenuIsThere() {
    assertThat(seen("menu")).isEqualTo("true");
  }

  @Test
  void aRunGrowsTheStackUnderTheUsersEyes() {
    assertThat(number("first.slices")).isEqualTo(2);
    assertThat(seen("growing.running")).isEqualTo("true");
    assertThat(number("growing.slices")).isBetween(8, 21);
    // The content, iterations 0, 4 … 80.
    assertThat(number("end.slices")).isEqualTo(22);
    assertThat(seen("end.label")).matches("iter 0080 loss=\\d\\.\\d\\de\\d+");
    assertThat(number("end.shown")).isEqualTo(22);
  }

  @Test
  void theTableFills() {
    assertThat(number("table.rows")).isEqualTo(81);
    assertThat(number("table.lines")).isEqualTo(81);
    assertThat(seen("table.headings")).contains("Iteration\tLoss\tcontent\tstyle\ttv");
  }

  @Test
  void escapeStopsWithinASecondAndKeepsWhatIsThere() {
    assertThat(number("escape.millis")).isLessThan(1000);
    assertThat(number("escape.slices")).isGreaterThanOrEqualTo(5);
    assertThat(seen("escape.visible")).isEqualTo("true");
  }

  @Test
  void closingTheWindowCancels() {
    assertThat(number("closing.millis")).isLessThan(2000);
    assertThat(seen("closing.open")).isEqualTo("false");
  }

  @Test
  void anotherRunWorks() {
    assertThat(number("another.slices")).isEqualTo(5);
  }

  @Test
  void theRecorderWritesWhatRunsItAgain() {
    assertThat(seen("recorded"))
        .contains("run(\"Style Transfer...\", \"content=chenonceau.jpg")
        .contains("styles=great_wave.jpg")
        .contains("size=256 iterations=4")
        // What was asked for in the first run's dialog of more options is remembered.
        .contains("seed=3");
    assertThat(number("replayed.slices")).isEqualTo(4);
  }

  @Test
  void batchModeShowsNothing() {
    assertThat(seen("batch")).isEqualTo("chenonceau-styled 128");
  }

  /** The style goes where the selection is, the left half. */
  @Test
  void aSelectionIsAMask() {
    String[] halves = seen("masked").split(" ");
    assertThat(Integer.parseInt(halves[0])).isGreaterThan(3 * Integer.parseInt(halves[1]));
  }

  @Test
  void theOtherKindsRunFromTheirDialogs() {
    // The content, and iterations 0, 2, 4; a texture has no content.
    assertThat(seen("Deep Dream")).isEqualTo("4 of 24 bits");
    assertThat(seen("Content Reconstruction")).isEqualTo("4 of 24 bits");
    assertThat(seen("Texture Synthesis")).isEqualTo("3 of 24 bits");
    assertThat(seen("Feature Maps")).isEqualTo("3 of 32 bits");
  }

  @Test
  void theThreadOfEventsIsNeverBlockedByUs() {
    assertThat(Double.parseDouble(seen("edt.millis"))).as(seen("edt.where")).isLessThan(50);
  }

  @Test
  void screenshotsAreThere() {
    for (String name : List.of("dialog", "running", "done")) {
      assertThat(SCREENSHOTS.resolve(name + ".png").toFile()).satisfies(File::exists);
    }
  }
}
