package org.stylestream.service.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stylestream.compute.preset.DreamPreset;
import org.stylestream.compute.preset.DreamPresets;
import org.stylestream.compute.preset.Presets;
import org.stylestream.compute.preset.StylePreset;

class InformationCommandsTest {
  @Test
  void presetsListsThemAll() {
    CliRun run = CliRun.of("presets");

    assertThat(run.code()).isZero();
    Presets.all().forEach(preset -> assertThat(run.out()).contains(preset.id(), preset.summary()));
    assertThat(run.out().lines()).filteredOn(line -> line.endsWith("(default)")).hasSize(1);
  }

  @Test
  void dreamsAreListedAndShownWithTheirSources() {
    for (DreamPreset dream : DreamPresets.all()) {
      assertThat(CliRun.of("presets").out()).contains(dream.id(), dream.summary());
      assertThat(CliRun.of("presets", dream.id()).out())
          .contains(dream.source())
          .contains(dream.settings().layers().keySet());
    }
  }

  static Stream<StylePreset> presets() {
    return Presets.all().stream();
  }

  @ParameterizedTest
  @MethodSource("presets")
  void aPresetIsShownWithItsSources(StylePreset preset) {
    CliRun run = CliRun.of("presets", preset.id());

    assertThat(run.out())
        .contains(preset.source(), preset.content().source(), preset.style().source())
        .contains(preset.runSource());
    preset.variation().ifPresent(loss -> assertThat(run.out()).contains(loss.source()));
    preset.style().layers().keySet().forEach(layer -> assertThat(run.out()).contains(layer));
  }

  @Test
  void modelsSaysWhatIsThereAndHowToGetTheRest() {
    CliRun run = CliRun.of("models");

    assertThat(run.code()).isZero();
    assertThat(run.out().lines())
        .anyMatch(line -> line.matches("vgg19 +no +80 MB +It is downloaded.*--network PATH.*"))
        .anyMatch(line -> line.matches("vgg19-lite +yes .*embedded in this program"));
  }

  @Test
  void devicesSaysWhichCanBeUsedAndHowToGetTheOthers() {
    CliRun run = CliRun.of("devices");

    assertThat(run.code()).isZero();
    assertThat(run.out().lines())
        .anyMatch(line -> line.matches("cpu +yes .+ thread.+"))
        .anyMatch(line -> line.matches("cpu-plain +yes .+plain Java kernels"))
        .anyMatch(line -> line.matches("cuda +no .+--with-cuda .+"))
        .anyMatch(line -> line.matches("nd4j +no .+--with-nd4j .+"))
        .anyMatch(line -> line.matches("nd4j-cuda +no .+--with-nd4j-cuda .+"));
  }

  @Test
  void versionNamesWhatRuns() {
    CliRun run = CliRun.of("version");

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("StyleStream", System.getProperty("java.version"), System.getProperty("os.arch"))
        .containsPattern("device +cpu: .+ thread.+");
  }

  @Test
  void completionKnowsCommandsAndOptions() {
    CliRun run = CliRun.of("completion");

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("_complete_stylestream", "stylize", "--style-weight", "complete ")
        .contains("submit", "serve", "engines", "jobs", "cancel", "--cluster-name", "--batch");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stylize",
        "submit",
        "serve",
        "engines",
        "jobs",
        "cancel",
        "compare",
        "evaluate",
        "demo",
        "models",
        "devices",
        "presets",
        "dream",
        "reconstruct",
        "texture",
        "features",
        "sequence",
        "gallery",
        "bench",
        "version",
        "completion"
      })
  void helpExplainsEveryCommand(String command) {
    CliRun all = CliRun.of("help");
    CliRun one = CliRun.of("help", command);

    assertThat(all.code()).isZero();
    assertThat(all.out()).contains(command);
    assertThat(one.code()).isZero();
    assertThat(one.out()).contains("Usage: stylestream " + command);
    assertThat(CliRun.of(command, "--help")).isEqualTo(one);
  }

  @Test
  void versionIsAnOptionToo() {
    CliRun run = CliRun.of("--version");

    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith("StyleStream");
  }

  @Test
  void withoutACommandTheUsageIsShown() {
    CliRun run = CliRun.of();

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("Usage: stylestream");
  }
}
