package org.stylestream.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stylestream.service.cli.plugin.PluginZip;
import org.stylestream.service.cluster.ClusterKind;

/** The plugin's zip, unpacked into an ImageJ folder. */
class PluginInImageJTest {
  private static final String PICTURES =
      "newImage('c', 'RGB ramp', 96, 64, 1); newImage('s', 'RGB noise', 64, 64, 1); ";
  private static final String SIZE = "return '' + getWidth() + 'x' + getHeight();";

  @TempDir private Path folder;
  private Program program;
  private ImageJProcess imageJ;

  @BeforeEach
  void startImageJ() throws IOException {
    Path zip = Path.of(System.getProperty("stylestream.plugin"));
    assumeTrue(Files.exists(zip), "the plugin's zip is made by 'mvn package'");
    Path home = folder.resolve("Image J");
    Files.createDirectories(home.resolve("plugins"));
    new PluginZip(zip).unpackInto(home);
    program = Program.in(Files.createDirectory(folder.resolve("server")));
    Path models = Files.createDirectory(folder.resolve("models"));
    Files.copy(
        program.folder().resolve("tiny.h5"),
        models.resolve("vgg19_weights_tf_dim_ordering_tf_kernels_notop.h5"));
    imageJ = ImageJProcess.start(home, models, Files.createDirectory(folder.resolve("tmp")));
  }

  @AfterEach
  void endImageJ() {
    imageJ.close();
  }

  private static String transfer(int iterations) {
    return PICTURES
        + """
        run('Style Transfer...', 'content=c styles=s size=64 iterations=%d network=vgg19 \
        result=image plot=false table=false'); %s"""
            .formatted(iterations, SIZE);
  }

  @Test
  void worksBesideLibrariesOfOtherVersionsAndEndsWithImageJ() throws Exception {
    assertThat(imageJ.run(transfer(3)).returned()).isEqualTo("64x43");
    List<ProcessHandle> engines = imageJ.children();
    assertThat(engines).hasSize(1);
    ImageJProcess.Answer builtIn = imageJ.run("run('Engines...', 'engine=built-in'); return 'ok';");
    assertThat(builtIn.said()).singleElement().asString().contains("plain Java kernels");
    assertThat(imageJ.run(transfer(2)).returned()).isEqualTo("64x43");

    assertThat(imageJ.end()).isZero();

    engines.get(0).onExit().get(Patience.SECONDS, TimeUnit.SECONDS);
    Patience.until("no temporary files", this::nothingTemporary);
  }

  private boolean nothingTemporary() {
    try (Stream<Path> files = Files.list(folder.resolve("tmp"))) {
      return files.noneMatch(file -> file.getFileName().toString().startsWith("stylestream"));
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void endsTheMacroWithOneSentenceWhereItsLibrariesAreMissing() throws Exception {
    Path libraries = folder.resolve("Image J/stylestream/lib");
    Files.move(libraries, libraries.resolveSibling("elsewhere"));

    ImageJProcess.Answer answer = imageJ.run(transfer(3));

    assertThat(answer.returned()).isEqualTo("null");
    assertThat(answer.said())
        .singleElement()
        .asString()
        .contains("there is no folder stylestream/lib", "unpack StyleStream's zip");
  }

  @Test
  void survivesItsEnginesDeathAndTakesItsEngineAlongInItsOwn() throws Exception {
    imageJ.begin(transfer(100_000));
    imageJ.engineAtWork().destroyForcibly();

    ImageJProcess.Answer lost = imageJ.answer();

    assertThat(lost.returned()).isEqualTo("null");
    assertThat(lost.said())
        .singleElement()
        .asString()
        .contains("the engine's process has ended", "its log is", "the next run starts another");
    assertThat(imageJ.run(transfer(2)).returned()).isEqualTo("64x43");

    imageJ.begin(transfer(100_000));
    ProcessHandle engine = imageJ.engineAtWork();
    imageJ.kill();
    engine.onExit().get(Patience.SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void joinsAServerAndTellsOfItsDeath() {
    TestCluster cluster = TestCluster.of(ClusterKind.HAZELCAST);
    try (EngineProcess server = EngineProcess.start(program, cluster, "state")) {
      ImageJProcess.Answer joined =
          imageJ.run(
              "run('Engines...', 'engine=cluster clusterName=%s memberPort=%d'); return 'ok';"
                  .formatted(cluster.name(), cluster.memberPort()));
      assertThat(joined.said()).singleElement().asString().contains("tiny");

      String atServer = transfer(3).replace("network=vgg19", "network=tiny");
      assertThat(imageJ.run(atServer).returned()).isEqualTo("64x43");
      assertThat(imageJ.children()).isEmpty();

      imageJ.begin(atServer.replace("iterations=3", "iterations=100000"));
      Patience.until("a job", () -> server.log().contains("running"));
      server.kill();

      ImageJProcess.Answer lost = imageJ.answer();
      assertThat(lost.returned()).isEqualTo("null");
      assertThat(lost.said()).singleElement().asString().contains("engine");
      assertThat(imageJ.run(atServer).said())
          .singleElement()
          .asString()
          .contains("the cluster %s has no engine".formatted(cluster.name()));
    }
  }
}
